// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/little_vocabularies.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace alcove::test {
namespace {

constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kFloat32 = 6;
constexpr std::uint32_t kUint8 = 0;

struct Token {
  std::string spelling;
  int type = 1;
  float score = 0;
};

GgufBuilder modelOf(const char* kind, const std::vector<Token>& tokens, bool scores) {
  std::vector<std::string> spellings;
  std::string types;
  std::string values;
  for (const Token& token : tokens) {
    spellings.push_back(token.spelling);
    types += rawBytes(std::int32_t{token.type});
    values += rawBytes(token.score);
  }
  GgufBuilder model;
  model.set(stringValue("general.architecture", "llama"));
  model.set(stringValue("tokenizer.ggml.model", kind));
  model.set(stringArray("tokenizer.ggml.tokens", spellings));
  model.set(arrayValue("tokenizer.ggml.token_type", kInt32, tokens.size(), types));
  if (scores) {
    model.set(arrayValue("tokenizer.ggml.scores", kFloat32, tokens.size(), values));
  }
  return model;
}

// Words of SentencePiece, the first with the highest score.
void addPieces(std::vector<Token>& tokens) {
  float score = -1;
  for (const char* piece :
       {"▁t", "he",  "▁the", "in", "er", "▁a", "aa", "aaaa", "▁▁", "▁▁▁▁", "on", "re", "▁s",
        "ou", "▁in", "▁",    "a",  "b",  "c",  "d",  "e",    "f",  "h",    "i",  "k",  "l",
        "n",  "o",   "r",    "s",  "t",  "u",  "ß",  "中",   ".",  "<",    ">"}) {
    tokens.push_back({piece, 1, score});
    score -= 0.5f;
  }
  tokens.push_back({"<tool>", 4, 0});
}

struct Node {
  std::map<unsigned char, Node> children;
  std::int64_t value = -1;  // offset of the replacement
};

struct DoubleArray {
  std::vector<std::uint32_t> units;
  std::vector<bool> used;
  std::set<std::size_t> bases;  // units know their label but not their parent: no two share a base
};

// Lays `node`, which is unit `at`, and all below it.
void lay(const Node& node, std::size_t at, DoubleArray& array) {
  const auto fits = [&](std::size_t base) {
    if (array.used.size() <= (base | 0xFF)) {
      array.used.resize((base | 0xFF) + 1);
      array.units.resize(array.used.size());
    }
    for (const auto& [label, child] : node.children) {
      if (array.used[base ^ label]) return false;
    }
    return !array.bases.contains(base) && (node.value < 0 || !array.used[base]);
  };
  std::size_t base = 0x100;
  while (!fits(base)) ++base;
  array.bases.insert(base);
  array.units[at] |= std::uint32_t(base ^ at) << 10;
  if (node.value >= 0) {
    array.units[at] |= 0x100;
    array.units[base] = 0x80000000u | std::uint32_t(node.value);
    array.used[base] = true;
  }
  for (const auto& [label, child] : node.children) {
    array.units[base ^ label] = label;
    array.used[base ^ label] = true;
  }
  for (const auto& [label, child] : node.children) lay(child, base ^ label, array);
}

}  // namespace

GgufBuilder littleBpe() {
  std::vector<Token> tokens;
  for (const std::string& byte : byteTokens()) tokens.push_back({byte});
  const std::vector<std::string> merges = {"t h",   "th e", "Ġ the", "i n", "a a",
                                           "aa aa", "Ġ Ġ",  "ĠĠ ĠĠ", "e r", "Ġ t"};
  for (const std::string& merge : merges) {
    std::string merged = merge;
    merged.erase(merged.find(' '), 1);
    tokens.push_back({merged});
  }
  for (const char* control : {"<|endoftext|>", "<|im_start|>", "<|im_end|>"}) {
    tokens.push_back({control, 3});
  }
  tokens.push_back({"<tool>", 4});
  GgufBuilder model = modelOf("gpt2", tokens, false);
  model.set(stringValue("tokenizer.ggml.pre", "gpt-2"));
  model.set(stringArray("tokenizer.ggml.merges", merges));
  model.set(uint32Value("tokenizer.ggml.eos_token_id", 266));
  return model;
}

GgufBuilder littleSpm() {
  std::vector<Token> tokens = {{"<unk>", 2}, {"<s>", 3}, {"</s>", 3}};
  for (int byte = 0; byte < 256; ++byte) tokens.push_back({fmt::format("<0x{:02X}>", byte), 6});
  addPieces(tokens);
  GgufBuilder model = modelOf("llama", tokens, true);
  model.set(uint32Value("tokenizer.ggml.bos_token_id", 1));
  model.set(uint32Value("tokenizer.ggml.eos_token_id", 2));
  model.set(uint32Value("tokenizer.ggml.unknown_token_id", 0));
  return model;
}

GgufBuilder littleUnigram() {
  std::vector<Token> tokens = {{"<pad>", 3}, {"</s>", 3}, {"<unk>", 2}};
  addPieces(tokens);
  GgufBuilder model = modelOf("t5", tokens, true);
  model.set(uint32Value("tokenizer.ggml.eos_token_id", 1));
  model.set(uint32Value("tokenizer.ggml.unknown_token_id", 2));
  model.set(boolValue("tokenizer.ggml.add_space_prefix", 1));
  model.set(boolValue("tokenizer.ggml.remove_extra_whitespaces", 1));
  const std::string map = normalizerMap({{"A", "a"}, {"ﬁ", "fi"}, {"\u3000", " "}});
  model.set(arrayValue("tokenizer.ggml.precompiled_charsmap", kUint8, map.size(), map));
  return model;
}

GgufBuilder littleWordPiece() {
  std::vector<Token> tokens = {
      {"[PAD]", 3}, {"[UNK]", 3}, {"[CLS]", 3}, {"[SEP]", 3}, {"[MASK]", 3}};
  for (const char* piece : {"▁the", "▁un", "▁a", "▁in", "aff", "able", "a", "b", "s", "ing", "▁.",
                            "▁,", "▁<", "▁>", "▁中", "▁strasse", "▁naive"}) {
    tokens.push_back({piece});
  }
  GgufBuilder model = modelOf("bert", tokens, false);
  model.set(uint32Value("tokenizer.ggml.unknown_token_id", 1));
  model.set(uint32Value("tokenizer.ggml.cls_token_id", 2));
  model.set(uint32Value("tokenizer.ggml.seperator_token_id", 3));
  return model;
}

std::vector<std::pair<std::string, GgufBuilder>> littleVocabularies() {
  return {{"byte-level BPE", littleBpe()},
          {"SentencePiece", littleSpm()},
          {"unigram", littleUnigram()},
          {"WordPiece", littleWordPiece()}};
}

std::string normalizerMap(const std::vector<std::pair<std::string, std::string>>& replacements) {
  Node root;
  std::string strings;
  for (const auto& [from, to] : replacements) {
    Node* node = &root;
    for (const char c : from) node = &node->children[static_cast<unsigned char>(c)];
    node->value = std::int64_t(strings.size());
    strings += to;
    strings += '\0';
  }
  DoubleArray array{.units = {0}, .used = {true}, .bases = {}};
  lay(root, 0, array);
  std::string bytes = rawBytes(std::uint32_t(array.units.size() * 4));
  for (const std::uint32_t unit : array.units) bytes += rawBytes(unit);
  return bytes + strings;
}

}  // namespace alcove::test
