// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/checkpoint_names.h"

#include <gtest/gtest.h>

namespace alcove::convert {
namespace {

ModelFacts facts() {
  ModelFacts facts;
  facts.layers = 2;
  facts.heads = 2;
  facts.kvHeads = 1;
  facts.headDim = 4;
  facts.embedding = 8;
  facts.experts = 2;
  return facts;
}

TEST(CheckpointNames, FindTheWayBackToTheCheckpoint) {
  const auto down = checkpointTensor("llama", "blk.1.ffn_down.weight", 8, false, facts());
  ASSERT_TRUE(down);
  EXPECT_EQ(down->name, "model.layers.1.mlp.down_proj.weight");
  EXPECT_TRUE(down->sourceRows.empty());
  EXPECT_EQ(checkpointTensor("qwen2", "output.weight", 9, false, facts())->name, "lm_head.weight");
}

TEST(CheckpointNames, KnowWhereRowsWerePut) {
  // Neighbours in the GGUF file are the halves of a head in the checkpoint.
  const auto query = checkpointTensor("llama", "blk.0.attn_q.weight", 8, false, facts());
  ASSERT_TRUE(query);
  EXPECT_EQ(query->sourceRows, (std::vector<std::uint64_t>{0, 2, 1, 3, 4, 6, 5, 7}));
  const auto bias = checkpointTensor("llama", "blk.0.attn_k.bias", 4, true, facts());
  ASSERT_TRUE(bias);
  EXPECT_EQ(bias->sourceRows, (std::vector<std::uint64_t>{0, 2, 1, 3}));
}

TEST(CheckpointNames, AreNotMisledByNormsStoredAsDistanceFromOne) {
  const auto norm = checkpointTensor("gemma", "blk.0.attn_norm.weight", 8, true, facts());
  ASSERT_TRUE(norm);
  EXPECT_EQ(norm->name, "model.layers.0.input_layernorm.weight");
  EXPECT_TRUE(norm->sourceRows.empty());
}

TEST(CheckpointNames, HaveNothingForWhatIsNoTensorOfTheCheckpoint) {
  EXPECT_FALSE(checkpointTensor("llama", "rope_freqs.weight", 2, true, facts()));
  EXPECT_FALSE(checkpointTensor("llama", "blk.0.ffn_up_exps.weight", 8, false, facts()));
  EXPECT_FALSE(checkpointTensor("unheard-of", "token_embd.weight", 8, false, facts()));
  // Rows that are no whole heads.
  EXPECT_FALSE(checkpointTensor("llama", "blk.0.attn_q.weight", 7, false, facts()));
}

}  // namespace
}  // namespace alcove::convert
