// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Ids of small vocabularies against those that SentencePiece itself and another WordPiece give: the
// cases that tests/cases/tokenizer/regenerate.py writes and describes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/tokenizer/open_tokenizer.h"

namespace alcove::tokenizer {
namespace {

constexpr std::uint32_t kUint8 = 0;
constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kFloat32 = 6;

std::string fromBase64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | std::uint32_t(digits.find(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(char(bits >> count & 0xFF));
  }
  return bytes;
}

test::GgufBuilder modelOf(const nlohmann::json& vocabulary) {
  test::GgufBuilder model;
  model.set(test::stringValue("tokenizer.ggml.model", vocabulary["model"].get<std::string>()));
  model.set(test::stringArray("tokenizer.ggml.tokens",
                              vocabulary["tokens"].get<std::vector<std::string>>()));
  std::string types;
  for (const std::int32_t type : vocabulary["types"]) types += test::rawBytes(type);
  model.set(test::arrayValue("tokenizer.ggml.token_type", kInt32, types.size() / 4, types));
  if (vocabulary.contains("scores")) {
    std::string scores;
    for (const float score : vocabulary["scores"]) scores += test::rawBytes(score);
    model.set(test::arrayValue("tokenizer.ggml.scores", kFloat32, scores.size() / 4, scores));
  }
  for (const auto& [key, name] :
       {std::pair("add_space_prefix", "tokenizer.ggml.add_space_prefix"),
        std::pair("remove_extra_whitespaces", "tokenizer.ggml.remove_extra_whitespaces"),
        std::pair("lowercase", "tokenizer.ggml.normalizer.lowercase"),
        std::pair("strip_accents", "tokenizer.ggml.normalizer.strip_accents")}) {
    if (vocabulary.contains(key)) model.set(test::boolValue(name, vocabulary[key].get<bool>()));
  }
  if (vocabulary.contains("map")) {
    const std::string map = fromBase64(vocabulary["map"]);
    model.set(test::arrayValue("tokenizer.ggml.precompiled_charsmap", kUint8, map.size(), map));
  }
  return model;
}

TEST(VocabularyCasesTest, GiveTheIdsOfTheModelsOwnTokenizers) {
  std::ifstream file(std::string(std::getenv("ALCOVE_SOURCE_DIR")) +
                     "/tests/cases/tokenizer/vocabularies.case");
  int vocabularies = 0;
  std::string title, vocabulary, texts, ids, marker;
  while (std::getline(file, title) && std::getline(file, vocabulary) &&
         std::getline(file, marker) && std::getline(file, texts) && std::getline(file, marker) &&
         std::getline(file, ids)) {
    SCOPED_TRACE(title);
    ASSERT_EQ(marker, "==> ids");
    const auto tokenizer = openTokenizer(modelOf(nlohmann::json::parse(vocabulary)));
    const auto inputs = nlohmann::json::parse(texts);
    const auto expected = nlohmann::json::parse(ids);
    ASSERT_EQ(inputs.size(), expected.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::string text = inputs[i];
      EXPECT_EQ(tokenizer->encode(text, ControlTokens::AsText),
                expected[i].get<std::vector<TokenId>>())
          << inputs[i];
    }
    ++vocabularies;
  }
  EXPECT_GE(vocabularies, 10);
}

}  // namespace
}  // namespace alcove::tokenizer
