// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

StreamingDetokenizer::StreamingDetokenizer(const Tokenizer& tokenizer, bool withControl)
    : m_tokenizer(tokenizer), m_withControl(withControl) {}

std::string StreamingDetokenizer::push(TokenId id) {
  const std::string_view piece = m_tokenizer.bytes(id);
  if (!m_withControl && m_tokenizer.isControl(id)) return {};
  m_pending += piece;
  std::string text;
  std::string_view rest = m_pending;
  while (!rest.empty()) {
    const Utf8Step step = nextUtf8(rest);
    if (step.kind == Utf8Step::Kind::Incomplete) break;
    text += step.kind == Utf8Step::Kind::Character ? rest.substr(0, step.length) : kReplacementUtf8;
    rest.remove_prefix(step.length);
  }
  m_pending.assign(rest);  // at most three bytes
  return text;
}

std::string StreamingDetokenizer::flush() {
  const std::string text = toValidUtf8(m_pending);
  m_pending.clear();
  return text;
}

}  // namespace alcove::tokenizer
