// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// OLMo 2: norms behind attention and MLP instead of before them, and across all heads of queries
// and keys.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
}

std::vector<NameRule> names() {
  static const NameRule norms[] = {
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.post_attention_norm.weight",
       keep},
      {"model.layers.{L}.post_feedforward_layernorm.weight", "blk.{L}.post_ffw_norm.weight", keep},
  };
  return joinRules({embeddingNames(), attentionNames(), headNormNames(), norms, gatedMlpNames()});
}

}  // namespace

extern const Family kOlmo2;
const Family kOlmo2 = {{"Olmo2ForCausalLM"}, "olmo2", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
