// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/unigram_tokenizer.h"

#include <algorithm>
#include <limits>

#include "alcove/error.h"
#include "tokenizer/normalizer_map.h"
#include "tokenizer/prefix_trie.h"
#include "tokenizer/space_cuts.h"
#include "tokenizer/utf8.h"
#include "tokenizer/vocabulary_tokenizer.h"

namespace alcove::tokenizer {

namespace {

// An unknown character costs this much more than the worst token, as SentencePiece has it.
constexpr double kUnknownPenalty = 10.0;
constexpr TokenId kNone = -1;

// The best way to write a piece up to some byte.
struct Step {
  double score;
  std::size_t from;  // where its last token begins
  TokenId id;        // that token; kNone: an unknown character
};

class UnigramTokenizer final : public VocabularyTokenizer {
 public:
  explicit UnigramTokenizer(const Vocabulary& vocabulary);

 protected:
  void encodeText(std::string_view text, std::vector<TokenId>& ids) const override;

 private:
  struct Workspace {
    std::vector<Step> steps;
    std::vector<Step> path;
  };
  [[nodiscard]] std::string normalized(std::string_view text) const;
  [[nodiscard]] std::string joinedSpaces(std::string_view text) const;
  void findPath(std::string_view piece, Workspace& workspace) const;
  void write(std::string_view piece, const Workspace& workspace, bool& unknownBefore,
             std::vector<TokenId>& ids) const;

  std::vector<float> m_scores;
  NormalizerMap m_map;
  bool m_joinsSpaces;
  std::optional<TokenId> m_unknown;
  bool m_hasAllBytes = true;
  double m_unknownScore = 0;
  SpaceCuts m_cuts;
  PrefixTrie m_words;
};

UnigramTokenizer::UnigramTokenizer(const Vocabulary& vocabulary)
    : VocabularyTokenizer(vocabulary,
                          {.textOf = withPlainSpaces,
                           .escapesSpaces = true,
                           .bos = vocabulary.bos,
                           .eos = vocabulary.eos ? vocabulary.eos : vocabulary.idOf("</s>"),
                           .addsBos = vocabulary.addsBos.value_or(false),
                           .addsEos = vocabulary.addsEos.value_or(true),
                           .prefixesSpace = vocabulary.addsSpacePrefix.value_or(true)}),
      m_scores(vocabulary.scores),
      m_map(vocabulary.normalizerMap),
      m_joinsSpaces(vocabulary.removesExtraSpaces.value_or(false)),
      m_unknown(vocabulary.unknown ? vocabulary.unknown : vocabulary.idOf("<unk>")) {
  if (m_scores.empty()) {
    throw Error(ErrorCode::Corrupt, "The model file has a unigram tokenizer without scores.",
                "tokenizer.ggml.scores");
  }
  std::vector<PrefixTrie::Entry> words;
  double worst = std::numeric_limits<double>::max();
  for (TokenId id = 0; std::size_t(id) < size(); ++id) {
    if (!isWord(id) || vocabulary.types[std::size_t(id)] == TokenType::Unused) continue;
    words.push_back({bytes(id), id});
    m_cuts.add(bytes(id));
    worst = std::min(worst, double(m_scores[std::size_t(id)]));
  }
  m_unknownScore = (words.empty() ? 0.0 : worst) - kUnknownPenalty;
  m_words = PrefixTrie(std::move(words));
  for (unsigned byte = 0; byte < 256; ++byte) {
    m_hasAllBytes = m_hasAllBytes && byteTokenOf(static_cast<unsigned char>(byte)) >= 0;
  }
}

std::string UnigramTokenizer::normalized(std::string_view text) const {
  std::string result;
  result.reserve(text.size() + 1);
  while (!text.empty()) {
    const NormalizerMap::Match match = m_map.longestAt(text);
    if (match.length > 0) {
      result += match.replacement;
      text.remove_prefix(match.length);
      continue;
    }
    const Utf8Step step = nextUtf8(text);
    result +=
        step.kind == Utf8Step::Kind::Character ? text.substr(0, step.length) : kReplacementUtf8;
    text.remove_prefix(step.length);
  }
  return result;
}

std::string UnigramTokenizer::joinedSpaces(std::string_view text) const {
  std::string result;
  bool space = false;
  for (const char c : text) {
    if (c != ' ') {
      if (space && !result.empty()) result += ' ';
      result += c;
    }
    space = c == ' ';
  }
  return result;
}

void UnigramTokenizer::encodeText(std::string_view text, std::vector<TokenId>& ids) const {
  std::string plain = normalized(text);
  if (m_joinsSpaces) plain = joinedSpaces(plain);
  // Only now: U+2581 in a text means a space, which is extra at the end only.
  plain = withPlainSpaces(plain);
  while (m_joinsSpaces && plain.ends_with(' ')) plain.pop_back();
  if (plain.empty()) return;
  if (prefixesSpace()) plain.insert(plain.begin(), ' ');
  Workspace workspace;
  bool unknownBefore = false;
  for (std::string_view rest = plain; !rest.empty();) {
    const std::size_t length = m_cuts.firstPiece(rest);
    findPath(rest.substr(0, length), workspace);
    write(rest.substr(0, length), workspace, unknownBefore, ids);
    rest.remove_prefix(length);
  }
}

void UnigramTokenizer::findPath(std::string_view piece, Workspace& workspace) const {
  auto& steps = workspace.steps;
  steps.assign(piece.size() + 1, {-std::numeric_limits<double>::infinity(), 0, kNone});
  steps[0].score = 0;
  for (std::size_t at = 0; at < piece.size();) {
    const std::size_t character = nextUtf8(piece.substr(at)).length;
    const double score = steps[at].score;
    bool hasCharacter = false;
    const auto offer = [&](std::size_t length, double cost, TokenId id) {
      Step& step = steps[at + length];
      if (score + cost > step.score) step = {score + cost, at, id};
    };
    m_words.prefixes(piece.substr(at), [&](std::size_t length, TokenId id) {
      hasCharacter = hasCharacter || length == character;
      offer(length, double(m_scores[std::size_t(id)]), id);
    });
    if (!hasCharacter) offer(character, m_unknownScore, kNone);
    at += character;
  }
  workspace.path.clear();
  for (std::size_t at = piece.size(); at > 0; at = steps[at].from) {
    workspace.path.push_back(steps[at]);
  }
  std::reverse(workspace.path.begin(), workspace.path.end());
}

void UnigramTokenizer::write(std::string_view piece, const Workspace& workspace,
                             bool& unknownBefore, std::vector<TokenId>& ids) const {
  for (std::size_t i = 0; i < workspace.path.size(); ++i) {
    const Step& step = workspace.path[i];
    const bool unknown = step.id == kNone;
    if (!unknown) {
      ids.push_back(step.id);
    } else if (m_hasAllBytes) {
      const std::size_t end =
          i + 1 < workspace.path.size() ? workspace.path[i + 1].from : piece.size();
      for (const char byte : piece.substr(step.from, end - step.from)) {
        ids.push_back(byteTokenOf(static_cast<unsigned char>(byte)));
      }
    } else if (m_unknown && !unknownBefore) {
      ids.push_back(*m_unknown);
    }
    unknownBefore = unknown;
  }
}

}  // namespace

std::shared_ptr<const Tokenizer> makeUnigramTokenizer(const Vocabulary& vocabulary) {
  return std::make_shared<UnigramTokenizer>(vocabulary);
}

}  // namespace alcove::tokenizer
