// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// Arctic: llama's attention, a dense MLP, and experts beside it with a norm of their own.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  requireSwitch(d.config, "parallel_attn_mlp_res", true, "has its experts behind the MLP");
  requireSwitch(d.config, "use_residual", true, "has no dense MLP beside its experts");
  constexpr std::uint32_t kEveryLayer = 1;
  if (d.config.optional({"moe_layer_frequency"}, kEveryLayer, 1, kMaxLayers) != kEveryLayer) {
    d.config.unsupported("The model has layers without experts, which Alcove does not convert.");
  }
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
  describeExperts(d);
  d.out.setUint32(d.key("rope.dimension_count"), d.facts.headDim);
}

std::vector<NameRule> names() {
  static const NameRule own[] = {
      {"model.layers.{L}.input_layernorm.weight", "blk.{L}.attn_norm.weight", keep},
      {"model.layers.{L}.residual_layernorm.weight", "blk.{L}.ffn_norm.weight", keep},
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.ffn_norm_exps.weight", keep},
      {"model.layers.{L}.residual_mlp.w1.weight", "blk.{L}.ffn_gate.weight", keep},
      {"model.layers.{L}.residual_mlp.w2.weight", "blk.{L}.ffn_down.weight", keep},
      {"model.layers.{L}.residual_mlp.w3.weight", "blk.{L}.ffn_up.weight", keep},
      {"model.layers.{L}.block_sparse_moe.gate.weight", "blk.{L}.ffn_gate_inp.weight", keep},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w1.weight", "blk.{L}.ffn_gate_exps.weight",
       stackExperts},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w2.weight", "blk.{L}.ffn_down_exps.weight",
       stackExperts},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w3.weight", "blk.{L}.ffn_up_exps.weight",
       stackExperts},
  };
  return joinRules({embeddingNames(), interleavedNames(), own});
}

}  // namespace

extern const Family kArctic;
const Family kArctic = {{"ArcticForCausalLM"}, "arctic", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
