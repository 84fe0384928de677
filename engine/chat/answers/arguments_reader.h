// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "chat/answers/json_stream.h"
#include "chat/answers/piece_writer.h"

namespace alcove::chat::answers {

// Hands the arguments of a call that has begun on as they come: a JSON object.
class ArgumentsReader {
 public:
  enum class Status { More, Done, Failed };
  // Takes from the front of `input`; Failed leaves the byte that is wrong there.
  Status read(std::string_view& input, PieceWriter& out);
  // One sentence, for a call of `name` that failed or ended here.
  [[nodiscard]] std::string problem(std::string_view name) const;

 private:
  JsonStream m_json;
  bool m_failed = false;
};

}  // namespace alcove::chat::answers
