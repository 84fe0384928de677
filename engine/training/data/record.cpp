// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/record.h"

namespace alcove::training {

const std::string& lastAnswer(const Record& record) {
  static const std::string kNone;
  if (record.isText()) return record.text;
  for (auto message = record.messages.rbegin(); message != record.messages.rend(); ++message)
    if (message->role == "assistant") return message->content;
  return kNone;
}

std::string contentOf(const Record& record) {
  if (record.isText()) return record.text;
  std::string content;
  for (const Message& message : record.messages)
    content += message.role + '\0' + message.content + '\0';
  return content;
}

}  // namespace alcove::training
