// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// DBRX: layer norms without bias, clamped queries, keys and values, and experts whose matrices lie
// one behind the other in one tensor.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  const HfConfig attention = d.config.child("attn_config");
  const HfConfig experts = d.config.child("ffn_config");
  ModelFacts& facts = d.facts;
  facts.layers = d.config.require({"n_layers"}, 1, kMaxLayers);
  facts.embedding = d.config.require({"d_model"}, 1, kMaxWidth);
  facts.heads = d.config.require({"n_heads"}, 1, kMaxHeads);
  facts.kvHeads = attention.require({"kv_n_heads"}, 1, facts.heads);
  if (facts.heads % facts.kvHeads != 0 || facts.embedding % facts.heads != 0) {
    d.config.corrupt("The model's width cannot be divided among its heads.");
  }
  facts.headDim = facts.embedding / facts.heads;
  facts.feedForward = experts.require({"ffn_hidden_size"}, 1, kMaxWidth);
  facts.experts = experts.require({"moe_num_experts"}, 1, kMaxExperts);
  facts.vocabulary = d.config.require({"vocab_size"}, 1, kMaxVocabulary);
  constexpr float kSumOfOne = 1;
  if (experts.positive({"moe_normalize_expert_weights"}).value_or(kSumOfOne) != kSumOfOne) {
    d.config.unsupported(
        "The model weighs its experts by another norm than their sum, which is not converted.");
  }
  d.out.setUint32(d.key("block_count"), facts.layers);
  d.out.setUint32(d.key("context_length"), d.config.require({"max_seq_len"}, 1, kMaxContext));
  d.out.setUint32(d.key("embedding_length"), facts.embedding);
  d.out.setUint32(d.key("feed_forward_length"), facts.feedForward);
  d.out.setUint32(d.key("attention.head_count"), facts.heads);
  d.out.setUint32(d.key("attention.head_count_kv"), facts.kvHeads);
  d.out.setFloat32(d.key("rope.freq_base"), attention.requirePositive({"rope_theta"}));
  d.out.setFloat32(d.key("attention.clamp_kqv"), attention.requirePositive({"clip_qkv"}));
  d.out.setUint32(d.key("expert_count"), facts.experts);
  d.out.setUint32(d.key("expert_used_count"), experts.require({"moe_top_k"}, 1, facts.experts));
  constexpr float kEpsilon = 1e-5f;  // PyTorch's own, which the model was trained with
  d.out.setFloat32(d.key("attention.layer_norm_epsilon"), kEpsilon);
}

OutputTensor splitExperts(const ChangeInput& input) {
  return splitRows(keep(input), input.facts.experts);
}
OutputTensor splitAndTranspose(const ChangeInput& input) {
  return transposeMatrices(splitExperts(input));
}

std::vector<NameRule> names() {
  return {
      {"transformer.wte.weight", "token_embd.weight", keep},
      {"transformer.norm_f.weight", "output_norm.weight", keep},
      {"lm_head.weight", "output.weight", keep},
      {"transformer.blocks.{L}.norm_attn_norm.norm_1.weight", "blk.{L}.attn_norm.weight", keep},
      {"transformer.blocks.{L}.norm_attn_norm.norm_2.weight", "blk.{L}.attn_output_norm.weight",
       keep},
      {"transformer.blocks.{L}.norm_attn_norm.attn.Wqkv.weight", "blk.{L}.attn_qkv.weight", keep},
      {"transformer.blocks.{L}.norm_attn_norm.attn.out_proj.weight", "blk.{L}.attn_output.weight",
       keep},
      {"transformer.blocks.{L}.ffn.router.layer.weight", "blk.{L}.ffn_gate_inp.weight", keep},
      {"transformer.blocks.{L}.ffn.experts.mlp.w1", "blk.{L}.ffn_gate_exps.weight", splitExperts},
      {"transformer.blocks.{L}.ffn.experts.mlp.v1", "blk.{L}.ffn_up_exps.weight", splitExperts},
      {"transformer.blocks.{L}.ffn.experts.mlp.w2", "blk.{L}.ffn_down_exps.weight",
       splitAndTranspose},
  };
}

}  // namespace

extern const Family kDbrx;
const Family kDbrx = {{"DbrxForCausalLM"}, "dbrx", describe, names};

}  // namespace alcove::convert
