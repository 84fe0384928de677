// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltValue;
using test::GgufBuilder;

constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kFloat32 = 6;

HostileCase value(std::string name, BuiltValue built, std::vector<std::string> words) {
  return {std::move(name), changed([built](GgufBuilder& m) { m.set(built); }), 0, std::move(words),
          true};
}

HostileCase merge(std::string name, std::string text, std::vector<std::string> words) {
  return value(std::move(name), test::stringArray("tokenizer.ggml.merges", {"a b", text}),
               std::move(words));
}

HostileCase special(std::string name, std::string key, BuiltValue built) {
  return value(std::move(name), std::move(built), {key, "only 260 tokens"});
}

}  // namespace

std::vector<HostileCase> vocabularyCases() {
  const std::string bos = "tokenizer.ggml.bos_token_id";
  return {
      value("H40_FewerTypesThanTokens",
            test::arrayValue("tokenizer.ggml.token_type", kInt32, 1, test::rawBytes(1)),
            {"260 tokens", "'tokenizer.ggml.token_type' has 1"}),
      value("H40_FewerScoresThanTokens", test::arrayValue("tokenizer.ggml.scores", kFloat32, 0, ""),
            {"260 tokens", "'tokenizer.ggml.scores' has 0"}),
      special("H41_BosOutside", bos, test::uint32Value(bos, 260)),
      special("H41_BosMinusOne", bos, test::uint32Value(bos, 0xffffffff)),
      special("H41_EosOutside", "tokenizer.ggml.eos_token_id",
              test::uint32Value("tokenizer.ggml.eos_token_id", 1000)),
      value("H41_BosNegative", test::int32Value(bos, -1), {bos, "must not be negative"}),
      merge("H42_MergeWithoutSpace", "ab", {"Merge 1", "'ab'", "not two pieces"}),
      merge("H42_EmptyMerge", "", {"Merge 1", "not two pieces"}),
      merge("H42_MergeOfUnknownTokens", "q z", {"Merge 1", "'q z'", "no token"}),
      value("H46_EmptyVocabulary", test::stringArray("tokenizer.ggml.tokens", {}),
            {"vocabulary is empty"}),
      value("H46_VocabularyUnlikeTheEmbedding",
            test::stringArray("tokenizer.ggml.tokens", {"a", "b"}),
            {"2 tokens", "'token_embd.weight' has 260 rows"}),
  };
}

}  // namespace alcove::formats
