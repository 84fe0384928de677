// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "alcove/error.h"
#include "chat/jinja/expression_parser.h"
#include "chat/jinja/parser.h"

namespace alcove::chat::jinja {

namespace {

using Kind = Token::Kind;
using StatementPtr = std::unique_ptr<const Statement>;

class StatementParser {
 public:
  explicit StatementParser(std::string_view source)
      : m_stream(tokenize(source)), m_expressions(m_stream) {}

  Body parseTemplate() {
    Body body = parseBody({});
    if (m_stream.current().kind != Kind::End) m_stream.failHere("the end");
    return body;
  }

 private:
  // Up to a block whose name is one of `ends`, which is left with its name as the current token;
  // or, without ends, up to the end of the template.
  Body parseBody(std::initializer_list<std::string_view> ends);
  bool atEndOf(std::initializer_list<std::string_view> ends) const;
  void expectEnd(std::string_view name);  // `name %}`
  void expectBlockEnd() { m_stream.expect(Kind::BlockEnd, "'%}'"); }

  StatementPtr parseBlock();
  StatementPtr parseFor(int line);
  StatementPtr parseIf(int line);
  StatementPtr parseSet(int line);
  StatementPtr parseMacro(int line);
  StatementPtr parseCallBlock(int line);
  StatementPtr parseFilterBlock(int line);
  StatementPtr parseWith(int line);
  StatementPtr parseGeneration(int line);
  StatementPtr parseJump(int line, bool isBreak);
  Target parseTarget();
  void parseParameters(MacroParts& macro);
  void parseMacroBody(MacroParts& macro, std::string_view end);

  template <typename Node>
  StatementPtr make(int line, Node node) {
    auto statement = std::make_unique<Statement>();
    statement->line = line;
    statement->node = std::move(node);
    return statement;
  }

  TokenStream m_stream;
  ExpressionParser m_expressions;
  int m_loops = 0;  // that a break could leave
};

bool StatementParser::atEndOf(std::initializer_list<std::string_view> ends) const {
  if (m_stream.current().kind != Kind::BlockBegin || m_stream.ahead().kind != Kind::Name) {
    return false;
  }
  return std::find(ends.begin(), ends.end(), m_stream.ahead().name) != ends.end();
}

Body StatementParser::parseBody(std::initializer_list<std::string_view> ends) {
  const TokenStream::Level level(m_stream);
  Body body;
  while (m_stream.current().kind != Kind::End) {
    if (atEndOf(ends)) {
      m_stream.take();
      return body;
    }
    const Token& token = m_stream.take();
    switch (token.kind) {
      case Kind::Data:
        body.push_back(make(token.line, DataNode{token.text}));
        break;
      case Kind::VariableBegin:
        body.push_back(make(token.line, OutputNode{m_expressions.parseTuple()}));
        m_stream.expect(Kind::VariableEnd, "'}}'");
        break;
      default:
        body.push_back(parseBlock());
        break;
    }
  }
  if (ends.size() > 0) m_stream.failHere(fmt::format("'{}'", *(ends.end() - 1)));
  return body;
}

void StatementParser::expectEnd(std::string_view name) {
  if (!m_stream.skipName(name)) m_stream.failHere(fmt::format("'{}'", name));
  expectBlockEnd();
}

StatementPtr StatementParser::parseBlock() {
  const int line = m_stream.current().line;
  if (m_stream.current().kind != Kind::Name) m_stream.failHere("a statement");
  const std::string name = m_stream.take().name;
  if (name == "for") return parseFor(line);
  if (name == "if") return parseIf(line);
  if (name == "set") return parseSet(line);
  if (name == "macro") return parseMacro(line);
  if (name == "call") return parseCallBlock(line);
  if (name == "filter") return parseFilterBlock(line);
  if (name == "with") return parseWith(line);
  if (name == "generation") return parseGeneration(line);
  if (name == "break" || name == "continue") return parseJump(line, name == "break");
  for (const char* other :
       {"include", "import", "from", "extends", "block", "do", "autoescape", "trans", "debug"}) {
    if (name != other) continue;
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("The chat template uses '{}', which chat templates have no use for.", name),
        fmt::format("chat template, line {}", line));
  }
  failParsing(fmt::format("'{}' is no statement here", name), line);
}

StatementPtr StatementParser::parseFor(int line) {
  ForNode node;
  node.target = parseTarget();
  if (!node.target.field.empty()) m_stream.failHere("a plain name");
  if (!m_stream.skipName("in")) m_stream.failHere("'in'");
  node.iterable = m_expressions.parseTupleWithoutCondition();
  if (m_stream.skipName("if")) node.condition = m_expressions.parseExpression();
  node.recursive = m_stream.skipName("recursive");
  expectBlockEnd();
  ++m_loops;
  node.body = parseBody({"else", "endfor"});
  --m_loops;
  if (m_stream.skipName("else")) {
    expectBlockEnd();
    node.otherwise = parseBody({"endfor"});
  }
  expectEnd("endfor");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseIf(int line) {
  IfNode node;
  do {
    ExpressionPtr condition = m_expressions.parseTupleWithoutCondition();
    expectBlockEnd();
    node.branches.emplace_back(std::move(condition), parseBody({"elif", "else", "endif"}));
  } while (m_stream.skipName("elif"));
  if (m_stream.skipName("else")) {
    expectBlockEnd();
    node.otherwise = parseBody({"endif"});
  }
  expectEnd("endif");
  return make(line, std::move(node));
}

Target StatementParser::parseTarget() {
  Target target;
  const bool parenthesis = m_stream.skipOperator("(");
  target.names.push_back(m_stream.expectName());
  if (m_stream.skipOperator(".")) {
    target.field = m_stream.expectName();
    return target;
  }
  while (m_stream.skipOperator(",")) {
    target.unpacks = true;
    if (m_stream.current().kind != Kind::Name || m_stream.isName("in")) break;
    target.names.push_back(m_stream.expectName());
  }
  if (parenthesis) m_stream.expectOperator(")");
  return target;
}

StatementPtr StatementParser::parseSet(int line) {
  Target target = parseTarget();
  if (m_stream.skipOperator("=")) {
    ExpressionPtr value = m_expressions.parseTuple();
    expectBlockEnd();
    return make(line, SetNode{std::move(target), std::move(value)});
  }
  SetBlockNode node;
  node.target = std::move(target);
  if (m_stream.skipOperator("|")) node.filter = m_expressions.parseFilterChain(nullptr);
  expectBlockEnd();
  node.body = parseBody({"endset"});
  expectEnd("endset");
  return make(line, std::move(node));
}

void StatementParser::parseParameters(MacroParts& macro) {
  m_stream.expectOperator("(");
  while (!m_stream.isOperator(")")) {
    if (!macro.parameters.empty()) m_stream.expectOperator(",");
    if (m_stream.isOperator(")")) break;
    macro.parameters.push_back(m_stream.expectName());
    if (m_stream.skipOperator("=")) {
      macro.defaults.push_back(m_expressions.parseExpression());
    } else if (!macro.defaults.empty()) {
      m_stream.failHere("a default, as the parameter before has one");
    }
  }
  m_stream.expectOperator(")");
}

void StatementParser::parseMacroBody(MacroParts& macro, std::string_view end) {
  expectBlockEnd();
  // What the body reads decides what a call may pass; what was read outside is put back.
  std::set<std::string> outside;
  outside.swap(m_expressions.namesRead());
  const int loops = std::exchange(m_loops, 0);
  macro.body = parseBody({end});
  m_loops = loops;
  std::set<std::string>& inside = m_expressions.namesRead();
  macro.takesMore = inside.contains("varargs");
  macro.takesNamed = inside.contains("kwargs");
  macro.takesCaller = inside.contains("caller");
  inside.merge(outside);
  expectEnd(end);
}

StatementPtr StatementParser::parseMacro(int line) {
  MacroNode node;
  node.macro.name = m_stream.expectName();
  parseParameters(node.macro);
  parseMacroBody(node.macro, "endmacro");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseCallBlock(int line) {
  CallBlockNode node;
  node.caller.name = "caller";
  if (m_stream.isOperator("(")) parseParameters(node.caller);
  node.call = m_expressions.parseExpression();
  if (!std::holds_alternative<CallNode>(node.call->node)) {
    failParsing("A call block needs a call", line);
  }
  parseMacroBody(node.caller, "endcall");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseFilterBlock(int line) {
  FilterBlockNode node;
  node.filter = m_expressions.parseFilterChain(nullptr);
  expectBlockEnd();
  node.body = parseBody({"endfilter"});
  expectEnd("endfilter");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseWith(int line) {
  WithNode node;
  while (m_stream.current().kind != Kind::BlockEnd) {
    if (!node.values.empty()) m_stream.expectOperator(",");
    Target target;
    target.names.push_back(m_stream.expectName());
    m_stream.expectOperator("=");
    node.values.emplace_back(std::move(target), m_expressions.parseExpression());
  }
  expectBlockEnd();
  node.body = parseBody({"endwith"});
  expectEnd("endwith");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseGeneration(int line) {
  expectBlockEnd();
  ScopeNode node{parseBody({"endgeneration"})};
  expectEnd("endgeneration");
  return make(line, std::move(node));
}

StatementPtr StatementParser::parseJump(int line, bool isBreak) {
  if (m_loops == 0) {
    failParsing(fmt::format("'{}' stands outside a loop", isBreak ? "break" : "continue"), line);
  }
  expectBlockEnd();
  if (isBreak) return make(line, BreakNode{});
  return make(line, ContinueNode{});
}

}  // namespace

Body parse(std::string_view source) { return StatementParser(source).parseTemplate(); }

}  // namespace alcove::chat::jinja
