// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "chat/answers/piece_writer.h"

namespace alcove::chat::answers {

// `text` as the inside of a JSON string. REQUIRES: valid UTF-8, but for where it was cut.
[[nodiscard]] std::string jsonEscaped(std::string_view text);

// Makes a JSON object of arguments that a model writes as plain text, one parameter after the
// other. What may be a string is handed on as it comes; what must be something else is held until
// it is whole, and is a string after all if it is no JSON. One line break at each end belongs to
// the markup. Every function says false if the arguments get too long.
class TextArguments {
 public:
  // REQUIRES: a call has begun.
  bool begin(PieceWriter& out);
  bool beginParameter(std::string_view name, PieceWriter& out);
  bool value(std::string_view text, PieceWriter& out);
  bool endParameter(PieceWriter& out);
  bool end(PieceWriter& out);

 private:
  bool m_first = true;
  bool m_streams = false;
  bool m_atStart = false;
  bool m_lineBreak = false;  // held back: it may be the last
  std::string m_held;
};

}  // namespace alcove::chat::answers
