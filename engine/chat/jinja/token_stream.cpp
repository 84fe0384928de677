// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/token_stream.h"

#include <fmt/format.h>

#include "alcove/error.h"
#include "chat/jinja/parser.h"

namespace alcove::chat::jinja {

namespace {

std::string describe(const Token& token) {
  switch (token.kind) {
    case Token::Kind::Data:
      return "text";
    case Token::Kind::VariableBegin:
      return "'{{'";
    case Token::Kind::VariableEnd:
      return "'}}'";
    case Token::Kind::BlockBegin:
      return "'{%'";
    case Token::Kind::BlockEnd:
      return "'%}'";
    case Token::Kind::String:
      return "a string";
    case Token::Kind::Integer:
    case Token::Kind::Float:
      return "a number";
    case Token::Kind::Name:
    case Token::Kind::Operator:
      return fmt::format("'{}'", token.name);
    case Token::Kind::End:
      break;
  }
  return "the end";
}

}  // namespace

const Token& TokenStream::take() {
  const Token& token = m_tokens[m_at];
  if (m_at + 1 < m_tokens.size()) ++m_at;
  return token;
}

bool TokenStream::isName(std::string_view name) const {
  return current().kind == Token::Kind::Name && current().name == name;
}

bool TokenStream::isOperator(std::string_view name) const {
  return current().kind == Token::Kind::Operator && current().name == name;
}

bool TokenStream::skipName(std::string_view name) {
  if (!isName(name)) return false;
  take();
  return true;
}

bool TokenStream::skipOperator(std::string_view name) {
  if (!isOperator(name)) return false;
  take();
  return true;
}

void TokenStream::expectOperator(std::string_view name) {
  if (!skipOperator(name)) failHere(fmt::format("'{}'", name));
}

void TokenStream::expect(Token::Kind kind, std::string_view what) {
  if (current().kind != kind) failHere(what);
  take();
}

std::string TokenStream::expectName() {
  if (current().kind != Token::Kind::Name) failHere("a name");
  return take().name;
}

void TokenStream::failHere(std::string_view expected) const {
  failParsing(fmt::format("{} was expected instead of {}", expected, describe(current())),
              current().line);
}

TokenStream::Level::Level(TokenStream& stream) : m_stream(stream) {
  if (m_stream.m_depth >= kMaxParseDepth) {
    throw Error(ErrorCode::LimitExceeded, "The chat template is nested too deeply.",
                fmt::format("chat template, line {}", m_stream.current().line));
  }
  ++m_stream.m_depth;
}

}  // namespace alcove::chat::jinja
