// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace alcove::training {

struct Message {
  std::string role;  // "system", "user", "assistant"
  std::string content;
};

// One piece of what a model is to learn from, whatever file it came from: a conversation, whose
// answers are learnt, or, if there are no messages, a text, which is learnt whole.
struct Record {
  std::vector<Message> messages;
  std::string text;
  std::size_t file = 0;  // index into DataSet::files
  std::size_t line = 0;  // in which it begins, counted from 1

  [[nodiscard]] bool isText() const { return messages.empty(); }
};

// The last thing that the assistant says; the text if it is one. Empty if it never speaks.
[[nodiscard]] const std::string& lastAnswer(const Record& record);

// All that the record says, roles included, in one string: equal for two records exactly if they
// teach the same.
[[nodiscard]] std::string contentOf(const Record& record);

}  // namespace alcove::training
