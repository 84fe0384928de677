// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/layered_model.h"

#include <string>

namespace alcove::test {
namespace {

constexpr std::uint64_t kWidth = 64;
constexpr std::uint64_t kKvWidth = 32;
constexpr std::uint64_t kHidden = 96;

void addLayer(GgufBuilder& model, std::uint32_t layer, std::uint32_t experts) {
  const auto add = [&](const char* name, std::vector<std::uint64_t> dims,
                       const quant::BlockType& type) {
    model.tensors.push_back(
        filledTensor("blk." + std::to_string(layer) + "." + name + ".weight", dims, type));
  };
  add("attn_norm", {kWidth}, quant::kF32);
  add("attn_q", {kWidth, kWidth}, quant::kQ8_0);
  add("attn_k", {kWidth, kKvWidth}, quant::kQ8_0);
  add("attn_v", {kWidth, kKvWidth}, layer % 2 == 0 ? quant::kQ8_0 : quant::kF16);
  add("attn_output", {kWidth, kWidth}, quant::kQ4_0);
  add("ffn_norm", {kWidth}, quant::kF32);
  if (experts == 0) {
    add("ffn_gate", {kWidth, kHidden}, quant::kQ4_0);
    add("ffn_up", {kWidth, kHidden}, quant::kQ4_0);
    add("ffn_down", {kHidden, kWidth}, quant::kQ8_0);
    return;
  }
  add("ffn_gate_inp", {kWidth, experts}, quant::kF32);
  add("ffn_gate_exps", {kWidth, kHidden, experts}, quant::kQ4_0);
  add("ffn_up_exps", {kWidth, kHidden, experts}, quant::kQ4_0);
  add("ffn_down_exps", {kHidden, kWidth, experts}, quant::kQ8_0);
}

}  // namespace

GgufBuilder layeredModel(const LayeredModel& wanted) {
  GgufBuilder model;
  model.metadata = {stringValue("general.architecture", "llama"),
                    uint32Value("llama.block_count", wanted.layers),
                    uint32Value("llama.context_length", 256),
                    uint32Value("llama.embedding_length", kWidth),
                    uint32Value("llama.feed_forward_length", kHidden),
                    uint32Value("llama.attention.head_count", 2),
                    uint32Value("llama.attention.head_count_kv", 1),
                    float32Value("llama.attention.layer_norm_rms_epsilon", 1e-5f)};
  if (wanted.experts > 0) {
    model.set(uint32Value("llama.expert_count", wanted.experts));
    model.set(uint32Value("llama.expert_used_count", 2));
  }
  model.tensors = {filledTensor("token_embd.weight", {kWidth, wanted.vocabulary}, quant::kQ8_0),
                   filledTensor("output_norm.weight", {kWidth}, quant::kF32),
                   filledTensor("output.weight", {kWidth, wanted.vocabulary}, quant::kQ8_0)};
  for (std::uint32_t layer = 0; layer < wanted.layers; ++layer)
    addLayer(model, layer, wanted.experts);
  return model;
}

}  // namespace alcove::test
