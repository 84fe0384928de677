// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>

namespace alcove::chats {

// Ids are database rows: positive, never used twice. 0 means "none".
using ChatId = qint64;
using MessageId = qint64;

enum class Role { System, User, Assistant };
enum class MessageState {
  Complete,
  Streaming,    // text still arrives
  Stopped,      // the person stopped it; what had arrived is kept
  Interrupted,  // the engine or the application ended in the middle; what was shown is kept
  Failed,       // no answer: stats["error"] says why
};
// "user", "complete": as in the protocol and in the database, whose checks allow no other names.
[[nodiscard]] QString roleName(Role role);
[[nodiscard]] QString messageStateName(MessageState state);
[[nodiscard]] Role roleFromName(const QString& name);
[[nodiscard]] MessageState messageStateFromName(const QString& name);

// One message of a chat's tree. Messages with the same parent are branches of each other.
struct Message {
  MessageId id = 0;
  ChatId chatId = 0;
  MessageId parentId = 0;  // 0: the chat's first message
  Role role = Role::User;
  MessageState state = MessageState::Complete;
  QString text;         // Markdown
  QDateTime createdAt;  // local time
  // Of an answer; keys absent while unknown. "tokens_per_s" (number), "time_to_first_token_ms",
  // "prompt_tokens", "completion_tokens", "stop_reason" ("end of answer"), "model" (name),
  // "device" ({"kind","name","reason"}), "context" ({"used_tokens","limit_tokens",
  // "dropped_tokens","policy"}), "error" ({"code","sentence","details"}), "thought" (what the model
  // thought before it answered: plain text).
  QJsonObject stats;
  int siblingIndex = 0;  // 0-based among its branches, oldest first
  int siblingCount = 1;
};

struct Chat {
  ChatId id = 0;
  QString title;                 // never empty
  bool titleIsAutomatic = true;  // false once the person renamed it
  QDateTime createdAt;
  QDateTime changedAt;         // last message; the list is ordered by it
  MessageId selectedLeaf = 0;  // the end of the branch that is shown; 0: no message yet
};

// Where in SearchHit::snippet the words were found, in UTF-16 units.
struct Highlight {
  int start = 0;
  int length = 0;
};

struct SearchHit {
  ChatId chatId = 0;
  QString chatTitle;
  MessageId messageId = 0;  // 0: the title matched
  Role role = Role::User;
  QString snippet;  // plain text, one line, about 16 words
  QList<Highlight> highlights;
  QDateTime changedAt;  // the chat's
};

}  // namespace alcove::chats

Q_DECLARE_METATYPE(alcove::chats::Message)
Q_DECLARE_METATYPE(alcove::chats::Chat)
Q_DECLARE_METATYPE(alcove::chats::SearchHit)
