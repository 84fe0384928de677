// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// Mixtral: llama's attention, and experts in place of its MLP.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
  describeWindow(d);
  describeExperts(d);
  d.out.setUint32(d.key("rope.dimension_count"), d.facts.headDim);
}

std::vector<NameRule> names() {
  static const NameRule experts[] = {
      {"model.layers.{L}.block_sparse_moe.gate.weight", "blk.{L}.ffn_gate_inp.weight", keep},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w1.weight", "blk.{L}.ffn_gate_exps.weight",
       stackExperts},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w2.weight", "blk.{L}.ffn_down_exps.weight",
       stackExperts},
      {"model.layers.{L}.block_sparse_moe.experts.{E}.w3.weight", "blk.{L}.ffn_up_exps.weight",
       stackExperts},
  };
  return joinRules({embeddingNames(), preNormNames(), interleavedNames(), experts});
}

}  // namespace

extern const Family kMixtral;
const Family kMixtral = {
    {"MixtralForCausalLM", "MixtralModel"}, "llama", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
