// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/spm_tokenizer.h"

#include <algorithm>
#include <utility>

#include "alcove/error.h"
#include "tokenizer/space_cuts.h"
#include "tokenizer/utf8.h"
#include "tokenizer/vocabulary_tokenizer.h"

namespace alcove::tokenizer {

namespace {

struct Symbol {
  std::uint32_t begin;
  std::uint32_t length;  // bytes; 0: merged away
  std::int32_t previous;
  std::int32_t next;  // -1 at the ends
  TokenId id;         // -1: no token
};

struct Candidate {
  float score;
  std::int32_t left;     // index of the left symbol
  std::uint32_t length;  // of both: if that is not so any more, this is stale
  TokenId merged;
};

// Order of a heap whose front is the merge to do next.
bool later(const Candidate& a, const Candidate& b) {
  return a.score != b.score ? a.score < b.score : a.left > b.left;
}

class SpmTokenizer final : public VocabularyTokenizer {
 public:
  explicit SpmTokenizer(const Vocabulary& vocabulary);

 protected:
  void encodeText(std::string_view text, std::vector<TokenId>& ids) const override;

 private:
  struct Workspace {
    std::vector<Symbol> symbols;
    std::vector<Candidate> heap;
    bool unknownBefore = false;  // neighbours that are unknown are one unknown token
  };
  void encodePiece(std::string_view piece, Workspace& workspace, std::vector<TokenId>& ids) const;
  void readSymbols(std::string_view piece, std::vector<Symbol>& symbols) const;
  void consider(std::string_view piece, std::int32_t left, Workspace& workspace) const;
  void write(std::string_view piece, const Symbol& symbol, bool& unknownBefore,
             std::vector<TokenId>& ids) const;

  std::vector<float> m_scores;
  std::optional<TokenId> m_unknown;
  SpaceCuts m_cuts;
  std::size_t m_longest = 0;  // bytes of the longest word
};

SpmTokenizer::SpmTokenizer(const Vocabulary& vocabulary)
    : VocabularyTokenizer(vocabulary,
                          {.textOf = withPlainSpaces,
                           .escapesSpaces = true,
                           .bos = vocabulary.bos ? vocabulary.bos : vocabulary.idOf("<s>"),
                           .eos = vocabulary.eos ? vocabulary.eos : vocabulary.idOf("</s>"),
                           .addsBos = vocabulary.addsBos.value_or(true),
                           .addsEos = vocabulary.addsEos.value_or(false),
                           .prefixesSpace = vocabulary.addsSpacePrefix.value_or(true)}),
      m_scores(vocabulary.scores),
      m_unknown(vocabulary.unknown ? vocabulary.unknown : vocabulary.idOf("<unk>")) {
  if (m_scores.empty()) {
    throw Error(ErrorCode::Corrupt, "The model file has a SentencePiece tokenizer without scores.",
                "tokenizer.ggml.scores");
  }
  for (TokenId id = 0; std::size_t(id) < size(); ++id) {
    if (!isWord(id)) continue;
    m_cuts.add(bytes(id));
    m_longest = std::max(m_longest, bytes(id).size());
  }
}

void SpmTokenizer::encodeText(std::string_view text, std::vector<TokenId>& ids) const {
  std::string plain = withPlainSpaces(text);
  if (prefixesSpace()) plain.insert(plain.begin(), ' ');
  Workspace workspace;
  for (std::string_view rest = plain; !rest.empty();) {
    const std::size_t length = m_cuts.firstPiece(rest);
    encodePiece(rest.substr(0, length), workspace, ids);
    rest.remove_prefix(length);
  }
}

void SpmTokenizer::readSymbols(std::string_view piece, std::vector<Symbol>& symbols) const {
  symbols.clear();
  std::size_t at = 0;
  while (at < piece.size()) {
    const Utf8Step step = nextUtf8(piece.substr(at));
    const std::size_t length = step.kind == Utf8Step::Kind::Character ? step.length : 1;
    const auto index = static_cast<std::int32_t>(symbols.size());
    symbols.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length),
                       index - 1, index + 1, wordOf(piece.substr(at, length))});
    at += length;
  }
  symbols.back().next = -1;
}

void SpmTokenizer::consider(std::string_view piece, std::int32_t left, Workspace& workspace) const {
  const auto& symbols = workspace.symbols;
  if (left < 0 || symbols[left].next < 0) return;
  const std::uint32_t length = symbols[left].length + symbols[symbols[left].next].length;
  if (length > m_longest) return;
  const TokenId merged = wordOf(piece.substr(symbols[left].begin, length));
  if (merged < 0) return;
  workspace.heap.push_back({m_scores[std::size_t(merged)], left, length, merged});
  std::push_heap(workspace.heap.begin(), workspace.heap.end(), later);
}

void SpmTokenizer::encodePiece(std::string_view piece, Workspace& workspace,
                               std::vector<TokenId>& ids) const {
  auto& symbols = workspace.symbols;
  auto& heap = workspace.heap;
  readSymbols(piece, symbols);
  heap.clear();
  for (std::int32_t i = 0; std::size_t(i) < symbols.size(); ++i) consider(piece, i, workspace);
  while (!heap.empty()) {
    const Candidate merge = heap.front();
    std::pop_heap(heap.begin(), heap.end(), later);
    heap.pop_back();
    Symbol& left = symbols[merge.left];
    if (left.length == 0 || left.next < 0) continue;
    Symbol& right = symbols[left.next];
    if (left.length + right.length != merge.length) continue;
    left.length = merge.length;
    left.id = merge.merged;
    right.length = 0;
    left.next = right.next;
    if (left.next >= 0) symbols[left.next].previous = merge.left;
    consider(piece, left.previous, workspace);
    consider(piece, merge.left, workspace);
  }
  for (std::int32_t i = 0; i >= 0; i = symbols[i].next) {
    write(piece, symbols[i], workspace.unknownBefore, ids);
  }
}

void SpmTokenizer::write(std::string_view piece, const Symbol& symbol, bool& unknownBefore,
                         std::vector<TokenId>& ids) const {
  const bool wasUnknown = std::exchange(unknownBefore, false);
  if (symbol.id >= 0) {
    ids.push_back(symbol.id);
    return;
  }
  const std::string_view character = piece.substr(symbol.begin, symbol.length);
  const bool hasBytes = std::all_of(character.begin(), character.end(), [this](char byte) {
    return byteTokenOf(static_cast<unsigned char>(byte)) >= 0;
  });
  if (hasBytes) {
    for (const char byte : character) ids.push_back(byteTokenOf(static_cast<unsigned char>(byte)));
    return;
  }
  if (m_unknown && !wasUnknown) ids.push_back(*m_unknown);
  unknownBefore = true;
}

}  // namespace

std::shared_ptr<const Tokenizer> makeSpmTokenizer(const Vocabulary& vocabulary) {
  return std::make_shared<SpmTokenizer>(vocabulary);
}

}  // namespace alcove::tokenizer
