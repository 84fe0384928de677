// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "chat/jinja/ast.h"
#include "chat/jinja/token_stream.h"

namespace alcove::chat::jinja {

// Parses expressions, loosest binding first: if-else, or, and, not, comparison, + -, ~, * / // %,
// sign, **, then what follows a value: .name [index] (call) |filter, is test.
class ExpressionParser {
 public:
  explicit ExpressionParser(TokenStream& stream) : m_stream(stream) {}

  [[nodiscard]] ExpressionPtr parseExpression();
  // Without a trailing `if`, which belongs to a for statement.
  [[nodiscard]] ExpressionPtr parseWithoutCondition();
  // An expression, or several with commas: a tuple.
  [[nodiscard]] ExpressionPtr parseTuple();
  // The same, for what a for statement walks over.
  [[nodiscard]] ExpressionPtr parseTupleWithoutCondition();
  // `name(arguments) | name …`, applied to `input`, which may be null.
  [[nodiscard]] ExpressionPtr parseFilterChain(ExpressionPtr input);

  // Every name that was read since the last clear: how a macro's use of varargs is seen.
  std::set<std::string>& namesRead() { return m_namesRead; }

 private:
  template <typename Node>
  ExpressionPtr make(int line, Node node, std::uint32_t childDepth);
  ExpressionPtr parseTupleOf(ExpressionPtr (ExpressionParser::*parseItem)());
  ExpressionPtr parseOr();
  ExpressionPtr parseAnd();
  ExpressionPtr parseNot();
  ExpressionPtr parseComparison();
  ExpressionPtr parseSum();
  ExpressionPtr parseConcat();
  ExpressionPtr parseProduct();
  ExpressionPtr parsePower();
  ExpressionPtr parseUnary(bool withFilters);
  ExpressionPtr parsePrimary();
  ExpressionPtr parseNameOrConstant();
  ExpressionPtr parseStrings();
  ExpressionPtr parseParenthesis();
  ExpressionPtr parseList();
  ExpressionPtr parseDict();
  ExpressionPtr parsePostfix(ExpressionPtr value);
  ExpressionPtr parseFilters(ExpressionPtr value);
  ExpressionPtr parseAttribute(ExpressionPtr object);
  ExpressionPtr parseSubscript(ExpressionPtr object);
  ExpressionPtr parseCall(ExpressionPtr callee);
  ExpressionPtr parseOneFilter(ExpressionPtr input);
  ExpressionPtr parseTest(ExpressionPtr input);
  CallArguments parseArguments();

  TokenStream& m_stream;
  std::set<std::string> m_namesRead;
};

}  // namespace alcove::chat::jinja
