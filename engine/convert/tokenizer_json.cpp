// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/tokenizer_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "convert/decoder.h"
#include "formats/json_document.h"

namespace alcove::convert {
namespace {

using nlohmann::json;

// The components of a place: the one that stands there, or the members of a Sequence.
std::vector<HfConfig> components(const HfConfig& file, const char* place, const char* members) {
  std::vector<HfConfig> result;
  const HfConfig whole = file.child(place);
  const std::string type = whole.string({"type"}).value_or("");
  if (type.empty()) return result;
  const json* const list = whole.find({members});
  if (list == nullptr) return {whole};
  if (!list->is_array()) file.corrupt(fmt::format("The value '{}' must be a list.", members));
  for (const json& member : *list) {
    if (!member.is_object()) file.corrupt(fmt::format("The value '{}' lists no objects.", members));
    result.emplace_back(member, place);
  }
  return result;
}

void placeToken(TokenizerJson& result, const HfConfig& file, std::uint64_t id, std::string text) {
  if (id >= kMaxVocabulary || text.empty()) {
    file.corrupt(fmt::format("The vocabulary gives the id {} to a token that cannot have it.", id));
  }
  if (id >= result.tokens.size()) result.tokens.resize(id + 1);
  if (!result.tokens[id].empty()) {
    file.corrupt(fmt::format("The vocabulary gives the id {} to two tokens.", id));
  }
  result.tokens[id] = std::move(text);
}

void readVocabularyMap(TokenizerJson& result, const HfConfig& file, const HfConfig& model) {
  const json* const vocabulary = model.find({"vocab"});
  if (vocabulary == nullptr || !vocabulary->is_object() || vocabulary->empty()) {
    file.corrupt("The tokenizer has no vocabulary.");
  }
  for (const auto& [text, id] : vocabulary->items()) {
    if (!id.is_number_unsigned()) {
      file.corrupt("The vocabulary gives a token an id that is no whole number.");
    }
    placeToken(result, file, id.get<std::uint64_t>(), text);
  }
}

void readUnigrams(TokenizerJson& result, const HfConfig& file, const HfConfig& model) {
  const json* const vocabulary = model.find({"vocab"});
  if (vocabulary == nullptr || !vocabulary->is_array() || vocabulary->empty() ||
      vocabulary->size() > kMaxVocabulary) {
    file.corrupt("The tokenizer has no vocabulary.");
  }
  for (const json& entry : *vocabulary) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number()) {
      file.corrupt("The vocabulary should be a list of pieces with their scores.");
    }
    placeToken(result, file, result.tokens.size(), entry[0].get<std::string>());
    result.scores.push_back(entry[1].get<float>());
  }
  const auto count = result.tokens.size();
  if (model.find({"unk_id"}) != nullptr) {
    result.unknown = result.tokens[model.require({"unk_id"}, 0, count - 1)];
  }
}

// GGUF parts the halves of a merge by a space, so one inside a half is written as byte-level BPE
// writes spaces.
std::string escapeSpaces(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ' ') {
      escaped += "\u0120";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

void readMerges(TokenizerJson& result, const HfConfig& file, const HfConfig& model) {
  const json* const merges = model.find({"merges"});
  if (merges == nullptr) return;
  if (!merges->is_array()) file.corrupt("The value 'merges' must be a list.");
  result.merges.reserve(merges->size());
  for (const json& merge : *merges) {
    const bool pair =
        merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string();
    if (pair) {
      result.merges.push_back(escapeSpaces(merge[0].get<std::string>()) + " " +
                              escapeSpaces(merge[1].get<std::string>()));
    } else if (merge.is_string()) {
      result.merges.push_back(merge.get<std::string>());
    } else {
      file.corrupt("The value 'merges' lists something that is no pair of texts.");
    }
  }
}

void readAdded(TokenizerJson& result, const HfConfig& file) {
  const json* const found = file.find({"added_tokens"});
  if (found == nullptr) return;
  if (!found->is_array()) file.corrupt("The value 'added_tokens' must be a list.");
  for (const json& entry : *found) {
    if (!entry.is_object()) file.corrupt("The value 'added_tokens' lists no objects.");
    const HfConfig token(entry, "added_tokens");
    result.added.push_back({token.require({"id"}, 0, kMaxVocabulary - 1),
                            token.string({"content"}).value_or(""),
                            token.boolean({"special"}).value_or(false)});
    if (result.added.back().content.empty()) file.corrupt("An added token has no text.");
  }
}

std::vector<std::uint8_t> decodeBase64(const HfConfig& file, const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) file.corrupt("The normalizer's map is no base64 text.");
    bits = bits << 6 | std::uint32_t(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(std::uint8_t(bits >> count & 255));
  }
  return bytes;
}

void readNormalizer(TokenizerJson& result, const HfConfig& file) {
  for (const HfConfig& part : components(file, "normalizer", "normalizers")) {
    const std::string type = part.string({"type"}).value_or("");
    const bool bytesOnly = result.kind == TokenizerJson::Kind::ByteLevelBpe;
    if (bytesOnly && type != "NFC") {
      file.unsupported(fmt::format(
          "The tokenizer changes text by '{}' before it reads it, which GGUF cannot say.", type));
    }
    if (type == "Prepend") {
      result.spacePrefix = true;
    } else if (type == "Lowercase") {
      result.lowercase = true;
    } else if (type == "StripAccents") {
      result.stripAccents = true;
    } else if (type == "BertNormalizer") {
      result.lowercase = part.boolean({"lowercase"}).value_or(true);
      result.stripAccents = part.boolean({"strip_accents"});
    } else if (type == "Precompiled") {
      result.normalizerMap = decodeBase64(file, part.string({"precompiled_charsmap"}).value_or(""));
    } else if (type != "Replace" && type != "NFC" && type != "Strip") {
      file.unsupported(fmt::format(
          "The tokenizer changes text by '{}' before it reads it, which GGUF cannot say.", type));
    }
  }
}

// Metaspace keeps spaces as "▁" and may put one in front.
void readMetaspace(TokenizerJson& result, const HfConfig& file) {
  for (const HfConfig& part : components(file, "pre_tokenizer", "pretokenizers")) {
    if (part.string({"type"}) != "Metaspace") continue;
    const auto scheme = part.string({"prepend_scheme"});
    result.spacePrefix =
        scheme ? *scheme != "never" : part.boolean({"add_prefix_space"}).value_or(true);
  }
}

std::optional<std::string> specialToken(const json& element) {
  if (!element.is_object()) return std::nullopt;
  const auto special = element.find("SpecialToken");
  if (special == element.end() || !special->is_object()) return std::nullopt;
  const auto id = special->find("id");
  if (id == special->end() || !id->is_string()) return std::nullopt;
  return id->get<std::string>();
}

void readTemplate(TokenizerJson& result, const HfConfig& file) {
  for (const HfConfig& part : components(file, "post_processor", "processors")) {
    const std::string type = part.string({"type"}).value_or("");
    TokenizerJson::Template found;
    if (type == "TemplateProcessing") {
      const json* const single = part.find({"single"});
      if (single == nullptr || !single->is_array() || single->empty()) continue;
      found.first = specialToken(single->front());
      if (single->size() > 1) found.last = specialToken(single->back());
    } else if (type == "BertProcessing" || type == "RobertaProcessing") {
      for (auto [key, place] : {std::pair("cls", &found.first), std::pair("sep", &found.last)}) {
        const json* const token = part.find({key});
        if (token == nullptr || !token->is_array() || token->empty() || !(*token)[0].is_string()) {
          file.corrupt(fmt::format("The post-processor lacks its '{}' token.", key));
        }
        *place = (*token)[0].get<std::string>();
      }
    } else if (type != "ByteLevel") {
      continue;
    }
    if (type != "ByteLevel" || !result.single) result.single = found;
  }
}

// Byte-level BPE spells bytes by an alphabet of its own; the other kind spells spaces as "▁" and
// has tokens for single bytes.
bool spellsBytes(const HfConfig& file) {
  for (const char* place : {"pre_tokenizer", "decoder"}) {
    const char* const members = std::string_view(place) == "decoder" ? "decoders" : "pretokenizers";
    for (const HfConfig& part : components(file, place, members)) {
      if (part.string({"type"}) == "ByteLevel") return true;
    }
  }
  return false;
}

void readModel(TokenizerJson& result, const HfConfig& file) {
  const HfConfig model = file.child("model");
  std::string type = model.string({"type"}).value_or("");
  if (type.empty() && model.find({"merges"}) != nullptr) type = "BPE";
  if (type == "Unigram") {
    result.kind = TokenizerJson::Kind::Unigram;
    readUnigrams(result, file, model);
    return;
  }
  if (type != "BPE" && type != "WordPiece") {
    file.unsupported(fmt::format("The tokenizer is of the kind '{}', which is not known.", type));
  }
  readVocabularyMap(result, file, model);
  result.unknown = model.string({"unk_token"});
  if (type == "WordPiece") {
    result.kind = TokenizerJson::Kind::WordPiece;
    if (model.string({"continuing_subword_prefix"}).value_or("##") != "##") {
      file.unsupported("The tokenizer marks the inside of words otherwise than by '##'.");
    }
    return;
  }
  readMerges(result, file, model);
  result.ignoresMerges = model.boolean({"ignore_merges"}).value_or(false);
  result.kind =
      spellsBytes(file) ? TokenizerJson::Kind::ByteLevelBpe : TokenizerJson::Kind::SpacedBpe;
}

}  // namespace

TokenizerJson TokenizerJson::read(const std::filesystem::path& path) {
  const HfConfig file(formats::readJsonFile(path), path.string());
  TokenizerJson result;
  readModel(result, file);
  readAdded(result, file);
  readNormalizer(result, file);
  readMetaspace(result, file);
  readTemplate(result, file);
  if (const json* const found = file.find({"pre_tokenizer"})) result.preTokenizer = *found;
  return result;
}

}  // namespace alcove::convert
