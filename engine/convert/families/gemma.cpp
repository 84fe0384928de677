// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/gemma.h"

#include <cmath>

namespace alcove::convert {

void describeGemma(Description& d) {
  // "gelu" in old files means the same: the models were trained with the tanh form.
  requireActivation(d.config, {"gelu_pytorch_tanh", "gelu"});
  requireSwitch(d.config, "use_bidirectional_attention", false, "looks at later tokens");
  describeSizes(d);
  describeRmsNorm(d);
  const auto scalar = d.config.positive({"query_pre_attn_scalar"});
  if (!scalar || *scalar == float(d.facts.headDim)) return;
  // The division by the root of the head's size that a reader expects is not the model's own.
  d.out.setFloat32(d.key("attention.scale"), 1 / std::sqrt(*scalar));
}

std::span<const NameRule> gemmaEmbeddingNames() {
  static const NameRule rules[] = {
      {"model.embed_tokens.weight", "token_embd.weight", keep},
      {"model.norm.weight", "output_norm.weight", keepPlusOne},
      {"lm_head.weight", "", keep, true},
      {"model.layers.{L}.input_layernorm.weight", "blk.{L}.attn_norm.weight", keepPlusOne},
  };
  return rules;
}

std::span<const NameRule> gemmaSandwichNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.post_attention_norm.weight",
       keepPlusOne},
      {"model.layers.{L}.pre_feedforward_layernorm.weight", "blk.{L}.ffn_norm.weight", keepPlusOne},
      {"model.layers.{L}.post_feedforward_layernorm.weight", "blk.{L}.post_ffw_norm.weight",
       keepPlusOne},
  };
  return rules;
}

}  // namespace alcove::convert
