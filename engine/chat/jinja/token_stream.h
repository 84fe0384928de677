// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chat/jinja/lexer.h"

namespace alcove::chat::jinja {

// The parser's view of the tokens, and its guard against deep nesting.
class TokenStream {
 public:
  explicit TokenStream(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

  [[nodiscard]] const Token& current() const { return m_tokens[m_at]; }
  [[nodiscard]] const Token& ahead() const {
    return m_tokens[m_at + 1 < m_tokens.size() ? m_at + 1 : m_at];
  }
  // The current token; goes on to the next. End stays.
  const Token& take();
  [[nodiscard]] bool isName(std::string_view name) const;
  [[nodiscard]] bool isOperator(std::string_view name) const;
  // True, and goes on, if the current token is that.
  bool skipName(std::string_view name);
  bool skipOperator(std::string_view name);
  void expectOperator(std::string_view name);
  void expect(Token::Kind kind, std::string_view what);
  std::string expectName();
  // Throws Error Corrupt: something else was expected than what is there.
  [[noreturn]] void failHere(std::string_view expected) const;

  // One level of nesting while it lives; throws Error LimitExceeded.
  class Level {
   public:
    explicit Level(TokenStream& stream);
    ~Level() { --m_stream.m_depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    TokenStream& m_stream;
  };

 private:
  std::vector<Token> m_tokens;  // the last is End
  std::size_t m_at = 0;
  std::uint32_t m_depth = 0;
};

}  // namespace alcove::chat::jinja
