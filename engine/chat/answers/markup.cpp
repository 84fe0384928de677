// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/markup.h"

#include <algorithm>

#include "tokenizer/tokenizer.h"

namespace alcove::chat::answers {

std::string controlMark(std::string_view spelling) {
  std::string mark(1, kControlBegin);
  mark += spelling;
  mark += kControlEnd;
  return mark;
}

std::string spelledOut(std::string_view text) {
  std::string plain(text);
  std::erase_if(plain, [](char c) { return c == kControlBegin || c == kControlEnd; });
  return plain;
}

std::string Marks::operator()(std::string_view spelling) const {
  const auto id = m_tokenizer != nullptr ? m_tokenizer->find(spelling) : std::nullopt;
  return id && m_tokenizer->isControl(*id) ? controlMark(spelling) : std::string(spelling);
}

bool Marks::known(std::string_view spelling) const {
  return m_tokenizer != nullptr && m_tokenizer->find(spelling).has_value();
}

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  skipSpace(text);
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  return text;
}

void skipSpace(std::string_view& text) {
  while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
}

bool mayBecome(std::string_view text, std::string_view mark) {
  return text.size() < mark.size() && mark.starts_with(text);
}

}  // namespace alcove::chat::answers
