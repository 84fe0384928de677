// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

#include "chats/chat_types.h"

namespace alcove::ui {

// How full the model's context is, as an answer's stats say it.
struct ContextUsage {
  int usedTokens = 0;
  int limitTokens = 0;  // 0: not known
  int droppedTokens = 0;
  QString policy;  // "stop", "slide" or "middle_out"
  bool operator==(const ContextUsage&) const = default;
};
[[nodiscard]] ContextUsage contextUsage(const QJsonObject& stats);

// "41 tokens/s · first token 0.3 s · stopped: end of answer", as far as it is known.
[[nodiscard]] QString statsLine(const chats::Message& message);
// The same and more in full words, one fact per line: model, device and why, tokens, speed.
[[nodiscard]] QString statsDetails(const chats::Message& message);

// "950", "1.2k", "128k".
[[nodiscard]] QString shortCount(int tokens);
// "1.2k / 8k", or empty while nothing is known.
[[nodiscard]] QString contextText(const ContextUsage& usage);
// What was left out of the context and by which rule; empty if nothing was.
[[nodiscard]] QString droppedText(const ContextUsage& usage);
// What a person must know of how an answer came about: what it could not see, and that its device
// failed meanwhile. Empty for nothing.
[[nodiscard]] QString noticeText(const QJsonObject& stats);

}  // namespace alcove::ui
