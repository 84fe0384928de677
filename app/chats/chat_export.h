// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include "chats/chat_types.h"

namespace alcove::chats {

class ChatStore;

enum class ExportFormat {
  Markdown,  // the shown branch, for people
  Json,      // the whole tree, for programs
};

// "markdown" or "json"; throws core::Error InvalidArgument for another name.
[[nodiscard]] ExportFormat exportFormat(const QString& name);

// The chat as UTF-8 text. Throws core::Error NotFound.
[[nodiscard]] QByteArray exportChat(const ChatStore& store, ChatId chat, ExportFormat format);

}  // namespace alcove::chats
