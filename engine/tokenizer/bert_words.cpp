// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/bert_words.h"

#include <utf8proc.h>

#include <string>

#include "tokenizer/characters.h"
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

using Visit = std::function<void(std::string_view word, std::size_t characters)>;

class WordCutter {
 public:
  WordCutter(const BertOptions& options, const Visit& visit) : m_options(options), m_visit(visit) {}

  void take(char32_t c) {
    const bool line = c == '\t' || c == '\n' || c == '\r';
    if (c == 0 || c == 0xFFFD || (isOther(c) && !line)) return;
    if (isWhiteSpace(c)) return endWord();
    const bool alone = isIdeograph(c);
    if (alone) endWord();
    if (m_options.stripsAccents) {
      takeWithoutAccents(c);
    } else {
      takeCased(c);
    }
    if (alone) endWord();
  }

  void endWord() {
    if (m_characters > 0) m_visit(m_word, m_characters);
    m_word.clear();
    m_characters = 0;
  }

 private:
  void takeWithoutAccents(char32_t c) {
    utf8proc_int32_t parts[32];
    int boundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(c), parts, std::size(parts), UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
      const auto part = static_cast<char32_t>(parts[i]);
      if (!isNonspacingMark(part)) takeCased(part);
    }
  }

  void takeCased(char32_t c) {
    if (!m_options.lowersCase) return append(c);
    append(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
    // The one character whose small form is two: I with a dot keeps its dot.
    if (c == 0x130) append(0x307);
  }

  void append(char32_t c) {
    const bool alone = isPunctuation(c);
    if (alone) endWord();
    if (++m_characters <= kMaxBertCharacters) appendUtf8(m_word, c);
    if (alone) endWord();
  }

  const BertOptions& m_options;
  const Visit& m_visit;
  std::string m_word;
  std::size_t m_characters = 0;
};

}  // namespace

void cutBertWords(std::string_view text, const BertOptions& options, const Visit& visit) {
  WordCutter cutter(options, visit);
  while (!text.empty()) {
    const Utf8Step step = nextUtf8(text);
    if (step.kind == Utf8Step::Kind::Character) cutter.take(step.codePoint);
    text.remove_prefix(step.length);
  }
  cutter.endWord();
}

}  // namespace alcove::tokenizer
