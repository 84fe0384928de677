// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/qwen.h"

namespace alcove::convert {

void describeQwen(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  requireSwitch(d.config, "use_sliding_window", false,
                "looks through a window in some of its layers");
  describeSizes(d);
  describeRmsNorm(d);
  describeRope(d);
}

void describeQwenExperts(Description& d, bool normalized) {
  constexpr std::uint32_t kEveryLayer = 1;
  const auto step = d.config.optional({"decoder_sparse_step"}, kEveryLayer, 1, kMaxLayers);
  if (step != kEveryLayer || !d.config.numbers("mlp_only_layers").empty()) {
    d.config.unsupported("The model has layers without experts, which Alcove does not convert.");
  }
  requireSwitch(d.config, "norm_topk_prob", normalized,
                normalized ? "does not bring the weights of its experts to a sum of one"
                           : "brings the weights of its experts to a sum of one");
  describeQwen(d);
  describeExperts(d);
  d.out.setUint32(d.key("expert_feed_forward_length"),
                  d.config.require({"moe_intermediate_size"}, 1, kMaxWidth));
}

std::span<const NameRule> qwenExpertNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.mlp.gate.weight", "blk.{L}.ffn_gate_inp.weight", keep},
      {"model.layers.{L}.mlp.experts.{E}.gate_proj.weight", "blk.{L}.ffn_gate_exps.weight",
       stackExperts},
      {"model.layers.{L}.mlp.experts.{E}.up_proj.weight", "blk.{L}.ffn_up_exps.weight",
       stackExperts},
      {"model.layers.{L}.mlp.experts.{E}.down_proj.weight", "blk.{L}.ffn_down_exps.weight",
       stackExperts},
  };
  return rules;
}

}  // namespace alcove::convert
