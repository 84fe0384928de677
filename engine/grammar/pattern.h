// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "grammar/json_rules.h"

namespace alcove::grammar {

// The strings (without quotes, in JSON's spelling) in which a regular expression finds something.
struct Pattern {
  ExprId text;
  int least = 0;  // characters
  int most = -1;  // -1: without end
  // Set if the whole string is one kind of character, `least` to `most` times: then the numbers may
  // be changed.
  std::optional<ExprId> unit;
};

// Reads an ECMA-262 regular expression as JSON Schema's `pattern` has it: characters, escapes,
// classes, groups, alternatives, quantifiers, and anchors where a top-level alternative begins and
// ends. What a finite automaton cannot do (references back, looking around, word boundaries) and
// Unicode properties are an Error Unsupported; what is no expression is InvalidArgument.
[[nodiscard]] Pattern readPattern(std::string_view text, JsonRules& json);

}  // namespace alcove::grammar
