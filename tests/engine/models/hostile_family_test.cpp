// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What only some families of decoders have, damaged: each file is refused with a sentence that
// names what is wrong. The undamaged ones run.

#include <alcove/error.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "engine/models/expect_refused.h"
#include "support/family_models.h"

namespace alcove::models {
namespace {

using test::arrayValue;
using test::float32Value;
using test::GgufBuilder;
using test::rawBytes;
using test::uint32Value;
using test::uint64Value;

constexpr std::uint32_t kInt32 = 5, kFloat32 = 6, kBool = 7;  // element types of GGUF

class LittleFamily : public testing::TestWithParam<std::string> {};

TEST_P(LittleFamily, LoadsAndGivesNumbers) {
  std::vector<std::int32_t> tokens(20);
  std::iota(tokens.begin(), tokens.end(), 40);
  const std::vector<float> logits =
      run(*Model::load(fileOf(test::littleModelOf(GetParam())), {}), tokens);
  EXPECT_TRUE(std::ranges::all_of(logits, [](float value) { return std::isfinite(value); }));
  EXPECT_GT(std::ranges::max(logits) - std::ranges::min(logits), 1e-4f);
}

INSTANTIATE_TEST_SUITE_P(Families, LittleFamily, testing::ValuesIn(test::littleFamilies()),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

// A file may keep a scale beside a matrix: beside one that holds several, it is that of all.
TEST(FusedWeights, TheirScaleIsThatOfEachPart) {
  GgufBuilder scaled = test::littleModelOf("phi3"), enlarged = scaled;
  for (const char* stem : {"blk.0.attn_qkv", "blk.0.ffn_up"}) {
    test::BuiltTensor scale = test::filledTensor(std::string(stem) + ".scale", {1}, quant::kF32);
    scale.data = rawBytes(8.0f);
    scaled.tensors.push_back(scale);
    // The blocks' own scales, float16, three powers of two up.
    std::string& blocks = enlarged.tensor(std::string(stem) + ".weight").data;
    for (std::size_t at = 0; at < blocks.size(); at += quant::kQ8_0.blockBytes)
      blocks[at + 1] = char(blocks[at + 1] + 12);
  }
  const std::vector<std::int32_t> tokens = {1, 2, 3, 200};
  const std::vector<float> expected = run(*Model::load(fileOf(enlarged), {}), tokens);
  EXPECT_THAT(run(*Model::load(fileOf(scaled), {}), tokens),
              testing::Pointwise(testing::FloatNear(1e-6f), expected));
  EXPECT_THAT(run(*Model::load(fileOf(test::littleModelOf("phi3")), {}), tokens),
              testing::Not(testing::Pointwise(testing::FloatNear(1e-4f), expected)));
}

struct HostileCase {
  const char* name;
  const char* family;
  std::function<void(GgufBuilder&)> damage;
  const char* words;
  ErrorCode code = ErrorCode::Corrupt;
};

HostileCase set(const char* name, const char* family, test::BuiltValue value, const char* words) {
  value.key = std::string(family) + "." + value.key;
  return {name, family, [value](GgufBuilder& b) { b.set(value); }, words};
}

HostileCase resized(const char* name, const char* family, const char* tensor,
                    std::vector<std::uint64_t> dims) {
  return {name, family,
          [tensor, dims](GgufBuilder& b) {
            b.tensor(tensor) = test::filledTensor(tensor, dims, quant::kF32);
          },
          tensor};
}

HostileCase lacking(const char* name, const char* family, const char* tensor, const char* words) {
  return {name, family,
          [tensor](GgufBuilder& b) {
            std::erase_if(b.tensors, [&](const auto& t) { return t.name == tensor; });
          },
          words};
}

std::string ints(std::initializer_list<std::int32_t> values) {
  std::string bytes;
  for (const std::int32_t value : values) bytes += rawBytes(value);
  return bytes;
}

std::vector<HostileCase> numbers() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  constexpr const char* kPattern = "attention.sliding_window_pattern";
  return {
      {"NoLayerNormEpsilon", "falcon",
       [](GgufBuilder& b) { b.remove("falcon.attention.layer_norm_epsilon"); },
       "layer_norm_epsilon"},
      set("LayerNormEpsilonZero", "starcoder2", float32Value("attention.layer_norm_epsilon", 0),
          "layer_norm_epsilon"),
      set("SoftCapNaN", "gemma2", float32Value("attn_logit_softcapping", nan), "attn_logit_soft"),
      set("SoftCapNegative", "gemma2", float32Value("final_logit_softcapping", -1), "final_logit"),
      set("SoftCapInfinite", "gemma3", float32Value("final_logit_softcapping", infinity),
          "final_logit"),
      set("ScaleZero", "gemma2", float32Value("attention.scale", 0), "attention.scale"),
      set("SlidingBaseZero", "gemma3", float32Value("rope.freq_base_swa", 0), "freq_base_swa"),
      set("SlidingBaseNaN", "gemma2", float32Value("rope.freq_base_swa", nan), "freq_base_swa"),
      set("WindowHuge", "gemma3", uint64Value("attention.sliding_window", 1ull << 62),
          "sliding_window"),
      set("WindowNegative", "gemma3", test::int32Value("attention.sliding_window", -1),
          "sliding_window"),
      set("PatternHuge", "gemma3", uint64Value(kPattern, 1ull << 40), "sliding_window_pattern"),
      set("PatternShort", "gemma3", arrayValue(kPattern, kBool, 0, ""), "0 values for 1 layers"),
      set("PatternOfFloats", "gemma3", arrayValue(kPattern, kFloat32, 1, rawBytes(1.0f)),
          "sliding_window_pattern"),
      set("HeadsShort", "qwen3", arrayValue("attention.head_count", kInt32, 0, ""),
          "0 values for 1 layers"),
      set("HeadsOfALayerZero", "qwen3", arrayValue("attention.head_count", kInt32, 1, ints({0})),
          "head_count' of layer 0 is 0"),
      set("KvHeadsOfALayerNegative", "qwen3",
          arrayValue("attention.head_count_kv", kInt32, 1, ints({-4})), "head_count_kv"),
      {"FeedForwardDiffers", "gemma",
       [](GgufBuilder& b) {
         b.set(uint32Value("gemma.block_count", 2));
         b.set(arrayValue("gemma.feed_forward_length", kInt32, 2, ints({64, 96})));
       },
       "differs from layer to layer", ErrorCode::Unsupported},
      set("OriginalContextZero", "phi3", uint32Value("rope.scaling.original_context_length", 0),
          "original_context_length"),
      set("AttentionFactorZero", "phi3", float32Value("rope.scaling.attn_factor", 0),
          "attn_factor"),
      set("RopeDimensionsAgainstFactors", "phi3", uint32Value("rope.dimension_count", 8),
          "rope_factors_short.weight"),
  };
}

std::vector<HostileCase> tensors() {
  return {
      lacking("NoHeadNorm", "qwen3", "blk.0.attn_k_norm.weight", "blk.0.attn_k_norm.weight"),
      lacking("NoPostNorm", "gemma2", "blk.0.post_ffw_norm.weight", "blk.0.post_ffw_norm.weight"),
      lacking("NoFusedAttention", "falcon", "blk.0.attn_qkv.weight", "blk.0.attn_q.weight"),
      lacking("NoFusedMlp", "phi3", "blk.0.ffn_up.weight", "blk.0.ffn_up.weight"),
      resized("HeadNormOfAllHeads", "qwen3", "blk.0.attn_q_norm.weight", {32}),
      resized("NormOfOneHead", "olmo2", "blk.0.attn_q_norm.weight", {16}),
      resized("FusedAttentionShort", "falcon", "blk.0.attn_qkv.weight", {32, 63}),
      resized("FusedMlpOfOne", "phi3", "blk.0.ffn_up.weight", {32, 64}),
      resized("LongFactorsShort", "phi3", "rope_factors_long.weight", {4}),
      {"LongFactorZero", "phi3",
       [](GgufBuilder& b) { b.tensor("rope_factors_long.weight").data.assign(32, '\0'); },
       "rope_factors_long.weight"},
      resized("BiasTooLong", "starcoder2", "blk.0.ffn_up.bias", {65}),
  };
}

class HostileFamily : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileFamily, IsRefusedWithASentence) {
  GgufBuilder builder = test::littleModelOf(GetParam().family);
  GetParam().damage(builder);
  expectRefused(builder, GetParam().code, GetParam().words);
}

const auto kCaseName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Numbers, HostileFamily, testing::ValuesIn(numbers()), kCaseName);
INSTANTIATE_TEST_SUITE_P(Tensors, HostileFamily, testing::ValuesIn(tensors()), kCaseName);

}  // namespace
}  // namespace alcove::models
