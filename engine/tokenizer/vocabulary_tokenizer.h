// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <string>
#include <unordered_map>

#include "tokenizer/spelling_trie.h"
#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {

// What all kinds of tokenizer share: what each token stands for, special tokens found in text, what
// stands around a sequence. A kind adds how the text between special tokens becomes ids.
class VocabularyTokenizer : public Tokenizer {
 public:
  std::vector<TokenId> encodeMarked(std::string_view text,
                                    std::span<const ByteRange> data) const final;
  std::string_view bytes(TokenId id) const final;
  std::size_t size() const final { return m_types.size(); }
  bool isControl(TokenId id) const final;
  bool endsGeneration(TokenId id) const final;
  std::optional<TokenId> bos() const final { return m_bos; }
  std::optional<TokenId> eos() const final { return m_eos; }
  bool addsBos() const final { return m_addsBos; }
  bool addsEos() const final { return m_addsEos; }
  bool prefixesSpace() const final { return m_prefixesSpace; }
  std::optional<TokenId> find(std::string_view spelling) const final;

 protected:
  // How a kind differs; what the file says goes first where it may differ.
  struct Manner {
    std::string (*textOf)(std::string_view spelling);  // what a token of text stands for
    bool escapesSpaces;  // user-defined tokens, too, may keep spaces as U+2581
    std::optional<TokenId> bos;
    std::optional<TokenId> eos;
    bool addsBos;
    bool addsEos;
    bool prefixesSpace;
  };
  // Copies what it needs of `vocabulary`.
  VocabularyTokenizer(const Vocabulary& vocabulary, const Manner& manner);

  // Appends the ids of `text`, which is not empty: what lies between two special tokens.
  virtual void encodeText(std::string_view text, std::vector<TokenId>& ids) const = 0;

  // Tokens that text can become: neither special ones nor bytes.
  [[nodiscard]] bool isWord(TokenId id) const;
  // The word that stands for exactly `text`; -1 if there is none. Of equals the first.
  [[nodiscard]] TokenId wordOf(std::string_view text) const;
  // The token of type Byte for `byte`; -1 if there is none.
  [[nodiscard]] TokenId byteTokenOf(unsigned char byte) const { return m_byteTokens[byte]; }

 private:
  void readTokens(const Vocabulary& vocabulary, const Manner& manner);
  void indexTokens();

  std::vector<TokenType> m_types;
  std::string m_bytes;                 // of all tokens, one after the other
  std::vector<std::size_t> m_offsets;  // size() + 1 offsets into m_bytes
  std::array<TokenId, 256> m_byteTokens;
  std::unordered_map<std::string_view, TokenId> m_words;    // views into m_bytes
  std::unordered_map<std::string_view, TokenId> m_special;  // likewise
  SpellingTrie m_trie;                                      // of the special tokens
  std::vector<bool> m_stripsRight;                          // by id; empty: none does
  std::vector<TokenId> m_ends;                              // ascending
  std::optional<TokenId> m_bos;
  std::optional<TokenId> m_eos;
  bool m_addsBos;
  bool m_addsEos;
  bool m_prefixesSpace;
};

// `spelling` with U+2581, under which SentencePiece keeps spaces, as spaces.
[[nodiscard]] std::string withPlainSpaces(std::string_view spelling);

}  // namespace alcove::tokenizer
