// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/hf_vocabulary.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

#include "convert/pre_tokenizer_forms.h"
#include "convert/sentencepiece_model.h"
#include "formats/gguf_cursor.h"
#include "formats/json_document.h"
#include "formats/utf8.h"

namespace alcove::convert {
namespace {

using Type = HfVocabulary::Type;
using nlohmann::json;

constexpr std::string_view kSpace = "▁";
constexpr float kAddedScore = -1000;
constexpr float kUnusedScore = -10000;

class VocabularyReader {
 public:
  VocabularyReader(const std::filesystem::path& folder, const HfConfig& tokenizerConfig,
                   std::uint32_t rows)
      : m_folder(folder), m_config(tokenizerConfig), m_rows(rows) {
    m_result.tokens.reserve(rows);
    for (std::uint32_t id = 0; id < rows; ++id)
      m_result.tokens.push_back(fmt::format("[PAD{}]", id));
    m_result.scores.assign(rows, kUnusedScore);
    m_result.types.assign(rows, Type::Unused);
  }

  HfVocabulary read() {
    const auto jsonPath = m_folder / "tokenizer.json";
    const auto modelPath = m_folder / "tokenizer.model";
    if (std::filesystem::exists(jsonPath)) m_result.json = TokenizerJson::read(jsonPath);
    const bool spaced = !m_result.json || m_result.json->kind == TokenizerJson::Kind::SpacedBpe ||
                        m_result.json->kind == TokenizerJson::Kind::Unigram;
    if (spaced && std::filesystem::exists(modelPath)) {
      takeSentencePieces(modelPath);
    } else if (m_result.json) {
      takeJson();
    } else if (std::filesystem::exists(m_folder / "vocab.txt")) {
      takeWordList();
    } else {
      throw Error(
          ErrorCode::NotFound,
          "The folder has no tokenizer: neither tokenizer.json nor tokenizer.model is there.",
          m_folder.string());
    }
    takeAdded();
    if (m_result.model == "bert") markWordStarts();
    return std::move(m_result);
  }

 private:
  void place(std::uint64_t id, std::string text, float score, Type type) {
    if (id >= m_rows) {
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The tokenizer has a token {}, but the model has only {} tokens.", id,
                              m_rows),
                  m_folder.string());
    }
    m_result.tokens[id] = std::move(text);
    m_result.scores[id] = score;
    m_result.types[id] = type;
  }

  void takeSentencePieces(const std::filesystem::path& path) {
    SentencePieceModel model = SentencePieceModel::read(path);
    if (model.kind != SentencePieceModel::Kind::Bpe &&
        model.kind != SentencePieceModel::Kind::Unigram) {
      throw Error(ErrorCode::Unsupported,
                  "The tokenizer cuts text into words or characters, which GGUF cannot say.",
                  path.string());
    }
    const bool bpe = model.kind == SentencePieceModel::Kind::Bpe;
    m_result.model = bpe ? "llama" : "t5";
    m_result.pre = "default";
    m_result.scored = true;
    m_result.spacePrefix = model.spacePrefix;
    m_result.removeExtraWhitespaces = model.removeExtraWhitespaces;
    if (!bpe) m_result.normalizerMap = std::move(model.normalizerMap);
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
      SentencePieceModel::Piece& piece = model.pieces[id];
      place(id, std::move(piece.text), piece.score, Type(piece.type));
    }
    // Where both files are there, tokenizer.json is what the model is run with.
    if (m_result.json) {
      m_result.spacePrefix = m_result.json->spacePrefix;
    } else if (const auto given = m_config.boolean({"add_prefix_space"})) {
      m_result.spacePrefix = *given;
    }
  }

  void takeJson() {
    TokenizerJson& file = *m_result.json;
    const bool unigram = file.kind == TokenizerJson::Kind::Unigram;
    const bool spaced = file.kind == TokenizerJson::Kind::SpacedBpe;
    m_result.scored = unigram || spaced;
    m_result.spacePrefix = file.spacePrefix;
    const std::vector<float> scores = spaced ? scoresOfMerges(file) : file.scores;
    for (std::size_t id = 0; id < file.tokens.size(); ++id) {
      if (file.tokens[id].empty()) continue;
      place(id, file.tokens[id], scores.empty() ? 0 : scores[id], typeOf(file, file.tokens[id]));
    }
    switch (file.kind) {
      case TokenizerJson::Kind::ByteLevelBpe:
        m_result.model = "gpt2";
        m_result.pre = preTokenizerName(file.preTokenizer, file.ignoresMerges);
        m_result.merges = file.merges;
        break;
      case TokenizerJson::Kind::WordPiece:
        m_result.model = "bert";
        break;
      case TokenizerJson::Kind::SpacedBpe:
        m_result.model = "llama";
        m_result.pre = "default";
        break;
      case TokenizerJson::Kind::Unigram:
        m_result.model = "t5";
        m_result.pre = "default";
        m_result.normalizerMap = file.normalizerMap;
        break;
    }
  }

  static Type typeOf(const TokenizerJson& file, const std::string& text) {
    if (file.unknown == text) return Type::Unknown;
    const bool spaced =
        file.kind == TokenizerJson::Kind::SpacedBpe || file.kind == TokenizerJson::Kind::Unigram;
    const bool byte = spaced && text.size() == 6 && text.starts_with("<0x") && text.ends_with('>');
    return byte ? Type::Byte : Type::Normal;
  }

  // SentencePiece merges by the score of what comes out, tokenizer.json by the place of the merge
  // in its list; the first merge that makes a token gives it its score.
  static std::vector<float> scoresOfMerges(const TokenizerJson& file) {
    std::map<std::string_view, std::size_t> idOf;
    for (std::size_t id = 0; id < file.tokens.size(); ++id) idOf.emplace(file.tokens[id], id);
    std::vector<float> scores(file.tokens.size(), -float(file.merges.size()) - 1);
    for (std::size_t rank = file.merges.size(); rank-- > 0;) {
      std::string merged = file.merges[rank];
      if (const auto space = merged.find(' '); space != std::string::npos) merged.erase(space, 1);
      if (const auto found = idOf.find(merged); found != idOf.end()) {
        scores[found->second] = -float(rank);
      }
    }
    return scores;
  }

  // One word a line: what BERT's models had before tokenizer.json.
  void takeWordList() {
    const auto path = m_folder / "vocab.txt";
    std::ifstream file(path, std::ios::binary);
    m_result.model = "bert";
    std::uint64_t id = 0;
    for (std::string line; std::getline(file, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!formats::isUtf8(line)) {
        throw Error(ErrorCode::Corrupt, "The list of words is not UTF-8 text.", path.string());
      }
      place(id++, line, 0, line == "[UNK]" ? Type::Unknown : Type::Normal);
    }
    for (const char* special : {"[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]"}) {
      if (const auto found = m_result.find(special)) m_result.types[*found] = Type::Control;
    }
  }

  // Some models do not call their control tokens special; user text must not spell them all the
  // same.
  static bool looksSpecial(std::string_view text) {
    const auto enclosed = [text](std::string_view begin, std::string_view end) {
      return text.size() > begin.size() + end.size() && text.starts_with(begin) &&
             text.ends_with(end);
    };
    return text == "<pad>" || text == "<mask>" || text == "<2mass>" || text == "[@BOS@]" ||
           enclosed("<|", "|>") || enclosed("<｜", "｜>") || enclosed("<unused", ">");
  }

  void placeAdded(std::uint64_t id, std::string text, bool special) {
    // Tokens of parts that the language model has no rows for, as those that stand for pictures.
    if (id >= m_rows) return;
    const bool control = special || looksSpecial(text);
    if (!control) {
      for (std::size_t at; (at = text.find(kSpace)) != std::string::npos;) {
        text.replace(at, kSpace.size(), " ");
      }
    }
    place(id, std::move(text), kAddedScore, control ? Type::Control : Type::UserDefined);
  }

  void takeAdded() {
    const auto path = m_folder / "added_tokens.json";
    if (!m_result.json && std::filesystem::exists(path)) {
      const json added = formats::readJsonFile(path);
      for (const auto& [text, id] : added.items()) {
        if (!id.is_number_unsigned() || text.empty()) {
          throw Error(ErrorCode::Corrupt, "An added token has no id or no text.", path.string());
        }
        placeAdded(id.get<std::uint64_t>(), text, false);
      }
    }
    if (const json* const decoder = m_config.find({"added_tokens_decoder"})) {
      takeDecoder(*decoder);
    }
    if (!m_result.json) return;
    for (const AddedToken& token : m_result.json->added) {
      placeAdded(token.id, token.content, token.special);
    }
  }

  void takeDecoder(const json& decoder) {
    if (!decoder.is_object()) m_config.corrupt("The value 'added_tokens_decoder' is no object.");
    for (const auto& [id, entry] : decoder.items()) {
      const bool number =
          !id.empty() && id.size() <= 9 &&
          std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!number || !entry.is_object()) {
        m_config.corrupt(fmt::format("The value 'added_tokens_decoder' has the entry {}.",
                                     formats::inQuotes(id)));
      }
      const HfConfig token(entry, "added_tokens_decoder");
      placeAdded(std::stoul(id), token.string({"content"}).value_or(""),
                 token.boolean({"special"}).value_or(false));
    }
  }

  // GGUF marks the beginnings of words where WordPiece marks what is inside them.
  void markWordStarts() {
    for (std::size_t id = 0; id < m_result.tokens.size(); ++id) {
      const Type type = m_result.types[id];
      if (type == Type::Control || type == Type::Unused) continue;
      std::string& text = m_result.tokens[id];
      text = text.starts_with("##") ? text.substr(2) : std::string(kSpace) + text;
    }
  }

  const std::filesystem::path& m_folder;
  const HfConfig& m_config;
  std::uint32_t m_rows;
  HfVocabulary m_result;
};

}  // namespace

std::optional<std::uint32_t> HfVocabulary::find(std::string_view spelling) const {
  const auto found = std::find(tokens.begin(), tokens.end(), spelling);
  if (found == tokens.end()) return std::nullopt;
  return std::uint32_t(found - tokens.begin());
}

HfVocabulary readHfVocabulary(const std::filesystem::path& folder, const HfConfig& tokenizerConfig,
                              std::uint32_t rows) {
  return VocabularyReader(folder, tokenizerConfig, rows).read();
}

void writeHfVocabulary(const HfVocabulary& vocabulary, formats::GgufWriter& out) {
  out.setString("tokenizer.ggml.model", vocabulary.model);
  if (!vocabulary.pre.empty()) out.setString("tokenizer.ggml.pre", vocabulary.pre);
  out.setStrings("tokenizer.ggml.tokens", vocabulary.tokens);
  if (vocabulary.scored) out.setFloat32s("tokenizer.ggml.scores", vocabulary.scores);
  std::vector<std::int32_t> types;
  for (const HfVocabulary::Type type : vocabulary.types) types.push_back(std::int32_t(type));
  out.setInt32s("tokenizer.ggml.token_type", types);
  if (!vocabulary.merges.empty()) out.setStrings("tokenizer.ggml.merges", vocabulary.merges);
  if (vocabulary.scored) {
    out.setBool("tokenizer.ggml.add_space_prefix", vocabulary.spacePrefix);
    out.setBool("tokenizer.ggml.remove_extra_whitespaces", vocabulary.removeExtraWhitespaces);
  }
  if (!vocabulary.normalizerMap.empty()) {
    out.setBytes("tokenizer.ggml.precompiled_charsmap", vocabulary.normalizerMap);
  }
}

}  // namespace alcove::convert
