// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/wordpiece_tokenizer.h"

#include <algorithm>

#include "tokenizer/bert_words.h"
#include "tokenizer/prefix_trie.h"
#include "tokenizer/vocabulary_tokenizer.h"

namespace alcove::tokenizer {

namespace {

constexpr std::string_view kContinues = "##";

std::string textOfBertSpelling(std::string_view spelling) {
  if (spelling.starts_with(kContinues)) return std::string(spelling.substr(kContinues.size()));
  return ' ' + std::string(spelling);
}

bool marksContinuations(const Vocabulary& vocabulary) {
  const auto startsWith = [&](std::string_view mark) {
    return std::any_of(vocabulary.tokens.begin(), vocabulary.tokens.end(),
                       [mark](std::string_view token) { return token.starts_with(mark); });
  };
  return !startsWith("\xE2\x96\x81") && startsWith(kContinues);
}

// The first that there is.
std::optional<TokenId> firstOf(std::initializer_list<std::optional<TokenId>> ids) {
  for (const auto& id : ids) {
    if (id) return id;
  }
  return std::nullopt;
}

class WordPieceTokenizer final : public VocabularyTokenizer {
 public:
  explicit WordPieceTokenizer(const Vocabulary& vocabulary)
      : VocabularyTokenizer(
            vocabulary,
            {.textOf = marksContinuations(vocabulary) ? textOfBertSpelling : withPlainSpaces,
             .escapesSpaces = false,
             .bos = firstOf({vocabulary.bos, vocabulary.classifier, vocabulary.idOf("[CLS]")}),
             .eos = firstOf({vocabulary.separator, vocabulary.eos, vocabulary.idOf("[SEP]")}),
             .addsBos = true,
             .addsEos = true,
             .prefixesSpace = true}),
        m_unknown(firstOf({vocabulary.unknown, vocabulary.idOf("[UNK]")})) {
    m_options.lowersCase = vocabulary.lowersCase.value_or(true);
    m_options.stripsAccents = vocabulary.stripsAccents.value_or(m_options.lowersCase);
    std::vector<PrefixTrie::Entry> pieces;
    for (TokenId id = 0; std::size_t(id) < size(); ++id) {
      if (isWord(id)) pieces.push_back({bytes(id), id});
    }
    m_pieces = PrefixTrie(std::move(pieces));
  }

 protected:
  void encodeText(std::string_view text, std::vector<TokenId>& ids) const override {
    std::string spaced;
    cutBertWords(text, m_options, [&](std::string_view word, std::size_t characters) {
      const std::size_t before = ids.size();
      spaced.assign(1, ' ').append(word);
      if (characters <= kMaxBertCharacters && encodeWord(spaced, ids)) return;
      ids.resize(before);
      if (m_unknown) ids.push_back(*m_unknown);
    });
  }

 private:
  // False if no piece fits somewhere.
  bool encodeWord(std::string_view word, std::vector<TokenId>& ids) const {
    while (!word.empty()) {
      std::size_t longest = 0;
      TokenId best = -1;
      m_pieces.prefixes(word, [&](std::size_t length, TokenId id) {
        longest = length;
        best = id;
      });
      if (longest == 0) return false;
      ids.push_back(best);
      word.remove_prefix(longest);
    }
    return true;
  }

  BertOptions m_options{};
  std::optional<TokenId> m_unknown;
  PrefixTrie m_pieces;
};

}  // namespace

std::shared_ptr<const Tokenizer> makeWordPieceTokenizer(const Vocabulary& vocabulary) {
  return std::make_shared<WordPieceTokenizer>(vocabulary);
}

}  // namespace alcove::tokenizer
