// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/expression_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "alcove/error.h"
#include "chat/jinja/parser.h"

namespace alcove::chat::jinja {

namespace {

using Kind = Token::Kind;

std::uint32_t depthOf(const ExpressionPtr& expression) {
  return expression ? expression->depth : 0;
}

std::uint32_t depthOf(const CallArguments& arguments) {
  std::uint32_t depth = 0;
  for (const auto& value : arguments.positional) depth = std::max(depth, depthOf(value));
  for (const auto& [name, value] : arguments.named) depth = std::max(depth, depthOf(value));
  depth = std::max({depth, depthOf(arguments.more), depthOf(arguments.moreNamed)});
  return depth;
}

std::uint32_t depthOf(const std::vector<ExpressionPtr>& items) {
  std::uint32_t depth = 0;
  for (const auto& item : items) depth = std::max(depth, depthOf(item));
  return depth;
}

}  // namespace

// Long chains (a + b + c …) nest to the left without the parser recursing, so depth is counted in
// the nodes as well.
template <typename Node>
ExpressionPtr ExpressionParser::make(int line, Node node, std::uint32_t childDepth) {
  if (childDepth >= kMaxParseDepth) {
    throw Error(ErrorCode::LimitExceeded, "The chat template is nested too deeply.",
                fmt::format("chat template, line {}", line));
  }
  auto expression = std::make_unique<Expression>();
  expression->line = line;
  expression->depth = childDepth + 1;
  expression->node = std::move(node);
  return expression;
}

ExpressionPtr ExpressionParser::parseTuple() {
  return parseTupleOf(&ExpressionParser::parseExpression);
}

ExpressionPtr ExpressionParser::parseTupleWithoutCondition() {
  return parseTupleOf(&ExpressionParser::parseWithoutCondition);
}

ExpressionPtr ExpressionParser::parseTupleOf(ExpressionPtr (ExpressionParser::*parseItem)()) {
  const int line = m_stream.current().line;
  ExpressionPtr first = (this->*parseItem)();
  if (!m_stream.isOperator(",")) return first;
  std::vector<ExpressionPtr> items;
  items.push_back(std::move(first));
  while (m_stream.skipOperator(",")) {
    const Kind kind = m_stream.current().kind;
    if (kind == Kind::VariableEnd || kind == Kind::BlockEnd || m_stream.isOperator(")")) break;
    items.push_back((this->*parseItem)());
  }
  const std::uint32_t depth = depthOf(items);
  return make(line, ListNode{std::move(items), true}, depth);
}

ExpressionPtr ExpressionParser::parseExpression() {
  const TokenStream::Level level(m_stream);
  const int line = m_stream.current().line;
  ExpressionPtr value = parseOr();
  while (m_stream.skipName("if")) {
    ExpressionPtr condition = parseOr();
    ExpressionPtr otherwise;
    if (m_stream.skipName("else")) otherwise = parseExpression();
    const auto depth = std::max({depthOf(condition), depthOf(value), depthOf(otherwise)});
    value = make(
        line, ConditionalNode{std::move(condition), std::move(value), std::move(otherwise)}, depth);
  }
  return value;
}

ExpressionPtr ExpressionParser::parseWithoutCondition() {
  const TokenStream::Level level(m_stream);
  return parseOr();
}

ExpressionPtr ExpressionParser::parseOr() {
  const int line = m_stream.current().line;
  ExpressionPtr left = parseAnd();
  while (m_stream.skipName("or")) {
    ExpressionPtr right = parseAnd();
    const auto depth = std::max(depthOf(left), depthOf(right));
    left = make(line, LogicNode{false, std::move(left), std::move(right)}, depth);
  }
  return left;
}

ExpressionPtr ExpressionParser::parseAnd() {
  const int line = m_stream.current().line;
  ExpressionPtr left = parseNot();
  while (m_stream.skipName("and")) {
    ExpressionPtr right = parseNot();
    const auto depth = std::max(depthOf(left), depthOf(right));
    left = make(line, LogicNode{true, std::move(left), std::move(right)}, depth);
  }
  return left;
}

ExpressionPtr ExpressionParser::parseNot() {
  const int line = m_stream.current().line;
  if (!m_stream.skipName("not")) return parseComparison();
  const TokenStream::Level level(m_stream);
  ExpressionPtr operand = parseNot();
  const auto depth = depthOf(operand);
  return make(line, UnaryNode{UnaryOperator::Not, std::move(operand)}, depth);
}

ExpressionPtr ExpressionParser::parseComparison() {
  static constexpr std::pair<std::string_view, CompareOperator> kSigns[] = {
      {"==", CompareOperator::Equal},     {"!=", CompareOperator::NotEqual},
      {"<=", CompareOperator::LessEqual}, {">=", CompareOperator::GreaterEqual},
      {"<", CompareOperator::Less},       {">", CompareOperator::Greater},
  };
  const int line = m_stream.current().line;
  ExpressionPtr first = parseSum();
  std::vector<std::pair<CompareOperator, ExpressionPtr>> rest;
  std::uint32_t depth = depthOf(first);
  while (true) {
    std::optional<CompareOperator> found;
    for (const auto& [sign, operation] : kSigns) {
      if (!found && m_stream.skipOperator(sign)) found = operation;
    }
    if (!found && m_stream.skipName("in")) found = CompareOperator::In;
    if (!found && m_stream.isName("not") && m_stream.ahead().kind == Kind::Name &&
        m_stream.ahead().name == "in") {
      m_stream.take();
      m_stream.take();
      found = CompareOperator::NotIn;
    }
    if (!found) break;
    rest.emplace_back(*found, parseSum());
    depth = std::max(depth, depthOf(rest.back().second));
  }
  if (rest.empty()) return first;
  return make(line, CompareNode{std::move(first), std::move(rest)}, depth);
}

ExpressionPtr ExpressionParser::parseSum() {
  const int line = m_stream.current().line;
  ExpressionPtr left = parseConcat();
  while (m_stream.isOperator("+") || m_stream.isOperator("-")) {
    const auto operation =
        m_stream.take().name == "+" ? BinaryOperator::Add : BinaryOperator::Subtract;
    ExpressionPtr right = parseConcat();
    const auto depth = std::max(depthOf(left), depthOf(right));
    left = make(line, BinaryNode{operation, std::move(left), std::move(right)}, depth);
  }
  return left;
}

ExpressionPtr ExpressionParser::parseConcat() {
  const int line = m_stream.current().line;
  ExpressionPtr first = parseProduct();
  if (!m_stream.isOperator("~")) return first;
  std::vector<ExpressionPtr> parts;
  parts.push_back(std::move(first));
  while (m_stream.skipOperator("~")) parts.push_back(parseProduct());
  const auto depth = depthOf(parts);
  return make(line, ConcatNode{std::move(parts)}, depth);
}

ExpressionPtr ExpressionParser::parseProduct() {
  static constexpr std::pair<std::string_view, BinaryOperator> kSigns[] = {
      {"*", BinaryOperator::Multiply},
      {"/", BinaryOperator::Divide},
      {"//", BinaryOperator::FloorDivide},
      {"%", BinaryOperator::Modulo},
  };
  const int line = m_stream.current().line;
  ExpressionPtr left = parsePower();
  while (true) {
    const auto sign = std::find_if(std::begin(kSigns), std::end(kSigns), [this](const auto& row) {
      return m_stream.isOperator(row.first);
    });
    if (sign == std::end(kSigns)) return left;
    m_stream.take();
    ExpressionPtr right = parsePower();
    const auto depth = std::max(depthOf(left), depthOf(right));
    left = make(line, BinaryNode{sign->second, std::move(left), std::move(right)}, depth);
  }
}

ExpressionPtr ExpressionParser::parsePower() {
  const int line = m_stream.current().line;
  ExpressionPtr left = parseUnary(true);
  while (m_stream.skipOperator("**")) {
    ExpressionPtr right = parseUnary(true);
    const auto depth = std::max(depthOf(left), depthOf(right));
    left = make(line, BinaryNode{BinaryOperator::Power, std::move(left), std::move(right)}, depth);
  }
  return left;
}

ExpressionPtr ExpressionParser::parseUnary(bool withFilters) {
  const TokenStream::Level level(m_stream);
  const int line = m_stream.current().line;
  ExpressionPtr value;
  if (m_stream.isOperator("-") || m_stream.isOperator("+")) {
    const auto operation = m_stream.take().name == "-" ? UnaryOperator::Minus : UnaryOperator::Plus;
    ExpressionPtr operand = parseUnary(false);
    const auto depth = depthOf(operand);
    value = make(line, UnaryNode{operation, std::move(operand)}, depth);
  } else {
    value = parsePostfix(parsePrimary());
  }
  return withFilters ? parseFilters(std::move(value)) : std::move(value);
}

ExpressionPtr ExpressionParser::parsePrimary() {
  const Token& token = m_stream.current();
  switch (token.kind) {
    case Kind::Name:
      return parseNameOrConstant();
    case Kind::String:
      return parseStrings();
    case Kind::Integer:
      return make(token.line, LiteralNode{m_stream.take().integer}, 0);
    case Kind::Float:
      return make(token.line, LiteralNode{m_stream.take().number}, 0);
    case Kind::Operator:
      if (token.name == "(") return parseParenthesis();
      if (token.name == "[") return parseList();
      if (token.name == "{") return parseDict();
      break;
    default:
      break;
  }
  m_stream.failHere("a value");
}

ExpressionPtr ExpressionParser::parseNameOrConstant() {
  const Token& token = m_stream.take();
  const std::string& name = token.name;
  if (name == "true" || name == "True") return make(token.line, LiteralNode{true}, 0);
  if (name == "false" || name == "False") return make(token.line, LiteralNode{false}, 0);
  if (name == "none" || name == "None") return make(token.line, LiteralNode{None{}}, 0);
  m_namesRead.insert(name);
  return make(token.line, NameNode{name}, 0);
}

ExpressionPtr ExpressionParser::parseStrings() {
  const int line = m_stream.current().line;
  Text text;
  while (m_stream.current().kind == Kind::String) text += m_stream.take().text;
  return make(line, LiteralNode{TextRef(std::make_shared<const Text>(std::move(text)))}, 0);
}

ExpressionPtr ExpressionParser::parseParenthesis() {
  const int line = m_stream.current().line;
  m_stream.expectOperator("(");
  if (m_stream.skipOperator(")")) return make(line, ListNode{{}, true}, 0);
  ExpressionPtr inner = parseTuple();
  m_stream.expectOperator(")");
  return inner;
}

ExpressionPtr ExpressionParser::parseList() {
  const int line = m_stream.current().line;
  m_stream.expectOperator("[");
  std::vector<ExpressionPtr> items;
  while (!m_stream.isOperator("]")) {
    if (!items.empty()) m_stream.expectOperator(",");
    if (m_stream.isOperator("]")) break;
    items.push_back(parseExpression());
  }
  m_stream.expectOperator("]");
  const auto depth = depthOf(items);
  return make(line, ListNode{std::move(items), false}, depth);
}

ExpressionPtr ExpressionParser::parseDict() {
  const int line = m_stream.current().line;
  m_stream.expectOperator("{");
  DictNode dict;
  std::uint32_t depth = 0;
  while (!m_stream.isOperator("}")) {
    if (!dict.entries.empty()) m_stream.expectOperator(",");
    if (m_stream.isOperator("}")) break;
    ExpressionPtr key = parseExpression();
    m_stream.expectOperator(":");
    ExpressionPtr value = parseExpression();
    depth = std::max({depth, depthOf(key), depthOf(value)});
    dict.entries.emplace_back(std::move(key), std::move(value));
  }
  m_stream.expectOperator("}");
  return make(line, std::move(dict), depth);
}

ExpressionPtr ExpressionParser::parsePostfix(ExpressionPtr value) {
  while (m_stream.current().kind == Kind::Operator) {
    if (m_stream.isOperator(".")) {
      value = parseAttribute(std::move(value));
    } else if (m_stream.isOperator("[")) {
      value = parseSubscript(std::move(value));
    } else if (m_stream.isOperator("(")) {
      value = parseCall(std::move(value));
    } else {
      break;
    }
  }
  return value;
}

ExpressionPtr ExpressionParser::parseFilters(ExpressionPtr value) {
  while (true) {
    if (m_stream.isOperator("|")) {
      m_stream.take();
      value = parseOneFilter(std::move(value));
    } else if (m_stream.isName("is")) {
      value = parseTest(std::move(value));
    } else if (m_stream.isOperator("(")) {
      value = parseCall(std::move(value));
    } else {
      return value;
    }
  }
}

ExpressionPtr ExpressionParser::parseFilterChain(ExpressionPtr input) {
  ExpressionPtr value = parseOneFilter(std::move(input));
  while (m_stream.skipOperator("|")) value = parseOneFilter(std::move(value));
  return value;
}

ExpressionPtr ExpressionParser::parseAttribute(ExpressionPtr object) {
  const int line = m_stream.current().line;
  m_stream.expectOperator(".");
  const auto depth = depthOf(object);
  if (m_stream.current().kind == Kind::Integer) {
    ExpressionPtr index = make(line, LiteralNode{m_stream.take().integer}, 0);
    return make(line, SubscriptNode{std::move(object), std::move(index)}, depth);
  }
  std::string name = m_stream.expectName();
  Text key = fromUtf8(name);
  return make(line, AttributeNode{std::move(object), std::move(name), std::move(key)}, depth);
}

ExpressionPtr ExpressionParser::parseSubscript(ExpressionPtr object) {
  const int line = m_stream.current().line;
  m_stream.expectOperator("[");
  ExpressionPtr parts[3];
  int colons = 0;
  while (!m_stream.isOperator("]")) {
    if (m_stream.skipOperator(":")) {
      if (++colons > 2) m_stream.failHere("']'");
    } else if (parts[colons]) {
      m_stream.failHere("']'");
    } else {
      parts[colons] = parseExpression();
    }
  }
  if (colons == 0 && !parts[0]) m_stream.failHere("an index");
  m_stream.expectOperator("]");
  const auto depth =
      std::max({depthOf(object), depthOf(parts[0]), depthOf(parts[1]), depthOf(parts[2])});
  if (colons == 0) return make(line, SubscriptNode{std::move(object), std::move(parts[0])}, depth);
  return make(
      line,
      SliceNode{std::move(object), std::move(parts[0]), std::move(parts[1]), std::move(parts[2])},
      depth);
}

ExpressionPtr ExpressionParser::parseCall(ExpressionPtr callee) {
  const int line = m_stream.current().line;
  CallArguments arguments = parseArguments();
  const auto depth = std::max(depthOf(callee), depthOf(arguments));
  return make(line, CallNode{std::move(callee), std::move(arguments)}, depth);
}

CallArguments ExpressionParser::parseArguments() {
  m_stream.expectOperator("(");
  CallArguments arguments;
  bool first = true;
  while (!m_stream.isOperator(")")) {
    if (!first) m_stream.expectOperator(",");
    if (m_stream.isOperator(")")) break;
    first = false;
    if (arguments.moreNamed) m_stream.failHere("')'");
    if (m_stream.skipOperator("**")) {
      arguments.moreNamed = parseExpression();
      continue;
    }
    if (m_stream.isOperator("*") && !arguments.more) {
      m_stream.take();
      arguments.more = parseExpression();
      continue;
    }
    const bool named = m_stream.current().kind == Kind::Name &&
                       m_stream.ahead().kind == Kind::Operator && m_stream.ahead().name == "=";
    if (named) {
      std::string name = m_stream.expectName();
      m_stream.expectOperator("=");
      arguments.named.emplace_back(std::move(name), parseExpression());
    } else {
      if (!arguments.named.empty() || arguments.more) m_stream.failHere("a named argument");
      arguments.positional.push_back(parseExpression());
    }
  }
  m_stream.expectOperator(")");
  return arguments;
}

ExpressionPtr ExpressionParser::parseOneFilter(ExpressionPtr input) {
  const int line = m_stream.current().line;
  std::string name = m_stream.expectName();
  CallArguments arguments;
  if (m_stream.isOperator("(")) arguments = parseArguments();
  const auto depth = std::max(depthOf(input), depthOf(arguments));
  return make(line, FilterNode{std::move(input), std::move(name), std::move(arguments)}, depth);
}

ExpressionPtr ExpressionParser::parseTest(ExpressionPtr input) {
  const int line = m_stream.take().line;
  const bool negated = m_stream.skipName("not");
  std::string name = m_stream.expectName();
  CallArguments arguments;
  const Token& next = m_stream.current();
  const bool word = next.kind == Kind::Name && next.name != "else" && next.name != "or" &&
                    next.name != "and" && next.name != "is" && next.name != "if";
  const bool literal = next.kind == Kind::String || next.kind == Kind::Integer ||
                       next.kind == Kind::Float || m_stream.isOperator("[") ||
                       m_stream.isOperator("{");
  if (m_stream.isOperator("(")) {
    arguments = parseArguments();
  } else if (word || literal) {  // `is divisibleby 3`
    arguments.positional.push_back(parsePostfix(parsePrimary()));
  }
  const auto depth = std::max(depthOf(input), depthOf(arguments));
  return make(line, TestNode{std::move(input), std::move(name), std::move(arguments), negated},
              depth);
}

}  // namespace alcove::chat::jinja
