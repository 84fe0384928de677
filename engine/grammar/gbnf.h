// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "grammar/rule_set.h"

namespace alcove::grammar {

// Reads a grammar in GBNF (llama.cpp, grammars/README.md) into `rules`, and returns the expression
// of its rule `root`:
//
//   name ::= "text" [a-z] [^"\n] . (group | …) other-name item* item+ item? item{2} item{2,}
//   item{2,5}
//
// Alternatives are separated by |, comments run from # to the line's end, a rule ends with its line
// except inside parentheses and behind ::= and |. Escapes: \n \r \t \\ \" \[ \] \- \^ \xHH \uHHHH
// \UHHHHHHHH. Throws Error InvalidArgument with line and column, Unsupported (token references),
// LimitExceeded.
[[nodiscard]] ExprId readGbnf(std::string_view text, RuleSet& rules);

}  // namespace alcove::grammar
