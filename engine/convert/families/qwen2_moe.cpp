// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/qwen.h"

// Qwen 2 with experts, one of which every token passes through behind a gate of its own.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  describeQwenExperts(d, false);
  d.out.setUint32(d.key("expert_shared_feed_forward_length"),
                  d.config.require({"shared_expert_intermediate_size"}, 1, kMaxWidth));
}

std::vector<NameRule> names() {
  static const NameRule shared[] = {
      {"model.layers.{L}.mlp.shared_expert.gate_proj.weight", "blk.{L}.ffn_gate_shexp.weight",
       keep},
      {"model.layers.{L}.mlp.shared_expert.up_proj.weight", "blk.{L}.ffn_up_shexp.weight", keep},
      {"model.layers.{L}.mlp.shared_expert.down_proj.weight", "blk.{L}.ffn_down_shexp.weight",
       keep},
      {"model.layers.{L}.mlp.shared_expert_gate.weight", "blk.{L}.ffn_gate_inp_shexp.weight", keep},
  };
  return joinRules({embeddingNames(), preNormNames(), attentionNames(), qwenExpertNames(), shared});
}

}  // namespace

extern const Family kQwen2Moe;
const Family kQwen2Moe = {
    {"Qwen2MoeForCausalLM"}, "qwen2moe", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
