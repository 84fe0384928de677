// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "quantize/mix.h"

namespace alcove::quantize {
namespace {

TEST(Mixes, AreFoundByNameWithoutRegardToCase) {
  ASSERT_NE(findMix("q4_k_m"), nullptr);
  EXPECT_STREQ(findMix("q4_k_m")->name, "Q4_K_M");
  EXPECT_EQ(findMix("Q4_K_"), nullptr);
  EXPECT_EQ(findMix("IQ4_XS"), nullptr);
  EXPECT_EQ(findMix(""), nullptr);
}

TEST(Mixes, OnlyNameTypesThatCanBeWritten) {
  for (const Mix& mix : mixes()) {
    EXPECT_NE(mix.type->encode, nullptr) << mix.name;
    for (const MixRule& rule : mix.rules) EXPECT_NE(rule.type->encode, nullptr) << mix.name;
  }
}

TEST(Mixes, ABlockTypeTakesAllWeights) {
  for (const TensorRole role : {TensorRole::Output, TensorRole::AttentionValue, TensorRole::Other})
    EXPECT_EQ(&findMix("Q4_K")->typeFor({role, 0, 32, true}), &quant::kQ4_K);
}

TEST(Mixes, SensitiveLayersAreTheEndsAndEveryThird) {
  std::vector<std::uint32_t> layers;
  for (std::uint32_t i = 0; i < 32; ++i)
    if (contains(Layers::Sensitive, i, 32)) layers.push_back(i);
  EXPECT_EQ(layers,
            (std::vector<std::uint32_t>{0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31}));
  EXPECT_TRUE(contains(Layers::Sensitive, 0, 1));
}

struct Choice {
  const char* mix;
  TensorPlace place;
  const quant::BlockType* type;
};

TEST(Mixes, FollowTheirRules) {
  using enum TensorRole;
  const Choice choices[] = {
      {"Q4_K_M", {Output, 0, 32}, &quant::kQ6_K},
      {"Q4_K_M", {TokenEmbedding, 0, 32}, &quant::kQ4_K},
      {"Q4_K_M", {AttentionValue, 0, 32}, &quant::kQ6_K},
      {"Q4_K_M", {AttentionValue, 4, 32}, &quant::kQ4_K},
      {"Q4_K_M", {AttentionValue, 4, 32, true}, &quant::kQ8_0},
      {"Q4_K_M", {AttentionKey, 4, 32, true}, &quant::kQ8_0},
      {"Q4_K_M", {AttentionOutput, 4, 32, true}, &quant::kQ5_K},
      {"Q4_K_M", {AttentionOutput, 4, 32}, &quant::kQ4_K},
      {"Q4_K_M", {FfnDown, 31, 32}, &quant::kQ6_K},
      {"Q4_K_M", {FfnUp, 31, 32}, &quant::kQ4_K},
      {"Q5_K_M", {FfnDown, 0, 32}, &quant::kQ6_K},
      {"Q5_K_M", {AttentionOutput, 4, 32, true}, &quant::kQ5_K},
      {"Q5_K_S", {FfnDown, 0, 32}, &quant::kQ5_K},
      {"Q3_K_M", {AttentionValue, 1, 32}, &quant::kQ5_K},
      {"Q3_K_M", {AttentionValue, 2, 32}, &quant::kQ4_K},
      {"Q3_K_M", {AttentionOutput, 9, 32}, &quant::kQ4_K},
      {"Q3_K_M", {FfnDown, 1, 32}, &quant::kQ5_K},
      {"Q3_K_M", {FfnDown, 2, 32}, &quant::kQ4_K},
      {"Q3_K_M", {AttentionQuery, 2, 32}, &quant::kQ3_K},
      {"Q4_K_S", {AttentionValue, 3, 32}, &quant::kQ5_K},
      {"Q4_K_S", {FfnDown, 4, 32}, &quant::kQ4_K},
  };
  for (const Choice& choice : choices)
    EXPECT_STREQ(findMix(choice.mix)->typeFor(choice.place).name, choice.type->name)
        << choice.mix << " role " << int(choice.place.role) << " layer " << choice.place.layer;
}

TEST(Mixes, RowsThatDoNotFitFallBackToANamedType) {
  EXPECT_EQ(fallbackType(quant::kQ4_K, 512), nullptr);
  EXPECT_EQ(fallbackType(quant::kQ4_K, 96), &quant::kQ5_0);
  EXPECT_EQ(fallbackType(quant::kQ5_K, 96), &quant::kQ5_1);
  EXPECT_EQ(fallbackType(quant::kQ6_K, 96), &quant::kQ8_0);
  EXPECT_EQ(fallbackType(quant::kQ3_K, 96), &quant::kQ4_0);
  EXPECT_EQ(fallbackType(quant::kQ2_K, 96), &quant::kQ4_0);
  EXPECT_EQ(fallbackType(quant::kQ4_K, 80), &quant::kF16);
  EXPECT_EQ(fallbackType(quant::kQ8_0, 80), &quant::kF16);
  EXPECT_EQ(fallbackType(quant::kF16, 1), nullptr);
}

TEST(TensorRoles, FollowTheNames) {
  using enum TensorRole;
  EXPECT_EQ(tensorRole("output.weight", 2, false), Output);
  EXPECT_EQ(tensorRole("token_embd.weight", 2, false), TokenEmbedding);
  EXPECT_EQ(tensorRole("token_embd.weight", 2, true), Output);
  EXPECT_EQ(tensorRole("blk.3.attn_v.weight", 2, false), AttentionValue);
  EXPECT_EQ(tensorRole("blk.3.attn_qkv.weight", 2, false), AttentionValue);
  EXPECT_EQ(tensorRole("blk.3.attn_q.weight", 2, false), AttentionQuery);
  EXPECT_EQ(tensorRole("blk.3.attn_output.weight", 2, false), AttentionOutput);
  EXPECT_EQ(tensorRole("blk.3.ffn_down_exps.weight", 3, false), FfnDown);
  EXPECT_EQ(tensorRole("blk.3.ffn_down_shexp.weight", 2, false), FfnDown);
  EXPECT_EQ(tensorRole("blk.3.ffn_gate_exps.weight", 3, false), FfnUp);
  EXPECT_EQ(tensorRole("cls.weight", 2, false), Other);
}

TEST(TensorRoles, NormsRoutersAndBiasesHaveNone) {
  for (const char* name : {"blk.0.attn_norm.weight", "blk.0.attn_q_norm.weight",
                           "blk.0.ffn_gate_inp.weight", "blk.0.ffn_gate_inp_shexp.weight",
                           "position_embd.weight", "token_types.weight", "blk.0.attn_q.bias"})
    EXPECT_EQ(tensorRole(name, 2, false), TensorRole::None) << name;
  EXPECT_EQ(tensorRole("blk.0.attn_q.weight", 1, false), TensorRole::None);
}

}  // namespace
}  // namespace alcove::quantize
