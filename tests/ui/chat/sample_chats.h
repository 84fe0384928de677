// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chats/chat_store.h"

namespace alcove::ui {

// Chats with realistic contents, for pictures and tests of the page. Each returns the chat's id.
chats::ChatId addLongChat(chats::ChatStore& store);       // headings, code, table, list, quote
chats::ChatId addStreamingChat(chats::ChatStore& store);  // an answer in the middle of a code block
chats::ChatId addBrokenChat(chats::ChatStore& store);     // the engine died in the middle
chats::ChatId addBranchedChat(chats::ChatStore& store);   // three answers to one question
chats::ChatId addRightToLeftChat(chats::ChatStore& store);

}  // namespace alcove::ui
