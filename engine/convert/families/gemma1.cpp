// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/gemma.h"

// The first Gemma and CodeGemma.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  describeGemma(d);
  describeRope(d);
}

std::vector<NameRule> names() {
  static const NameRule norm[] = {
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.ffn_norm.weight", keepPlusOne},
  };
  return joinRules({gemmaEmbeddingNames(), attentionNames(), gatedMlpNames(), norm});
}

}  // namespace

extern const Family kGemma1;
const Family kGemma1 = {{"GemmaForCausalLM"}, "gemma", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
