// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chat/jinja/text.h"

namespace alcove::chat::jinja {

struct Token {
  enum class Kind {
    Data,  // text between the tags
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
  };
  Kind kind = Kind::End;
  int line = 1;
  std::string name;  // Name and Operator
  Text text;         // Data and String, escapes resolved
  std::int64_t integer = 0;
  double number = 0;
};

// The tokens of a template, ending with one End. Line ends become \n and one at the very end is
// dropped. White space control is that of Jinja with trim_blocks and lstrip_blocks on: a block
// takes the line end after it and the indentation before it, `-` takes all white space, `+` none.
// Throws Error Corrupt with the line.
[[nodiscard]] std::vector<Token> tokenize(std::string_view source);

// Throws Error Corrupt: the template does not parse.
[[noreturn]] void failParsing(std::string sentence, int line);

}  // namespace alcove::chat::jinja
