// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// StarCoder 2: layer norms, biases everywhere, an MLP without a gate.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"gelu_pytorch_tanh"});
  describeSizes(d);
  describeLayerNorm(d, {"norm_epsilon"});
  describeRope(d);
  describeWindow(d);
}

std::vector<NameRule> names() {
  static const NameRule own[] = {
      {"model.norm.bias", "output_norm.bias", keep},
      {"model.layers.{L}.input_layernorm.bias", "blk.{L}.attn_norm.bias", keep},
      {"model.layers.{L}.post_attention_layernorm.bias", "blk.{L}.ffn_norm.bias", keep},
      {"model.layers.{L}.mlp.c_fc.weight", "blk.{L}.ffn_up.weight", keep},
      {"model.layers.{L}.mlp.c_fc.bias", "blk.{L}.ffn_up.bias", keep, true},
      {"model.layers.{L}.mlp.c_proj.weight", "blk.{L}.ffn_down.weight", keep},
      {"model.layers.{L}.mlp.c_proj.bias", "blk.{L}.ffn_down.bias", keep, true},
  };
  return joinRules({embeddingNames(), preNormNames(), attentionNames(), own});
}

}  // namespace

extern const Family kStarcoder2;
const Family kStarcoder2 = {
    {"Starcoder2ForCausalLM"}, "starcoder2", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
