// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "convert/decoder.h"

// nomic-embed-text: BERT with rope in place of position embeddings, a gated MLP and no biases.

namespace alcove::convert {
namespace {

void requireUsualForm(const HfConfig& config) {
  requireActivation(config, {"swiglu"});
  requireSwitch(config, "prenorm", false, "has its norms before attention");
  requireSwitch(config, "causal", false, "does not look at later tokens");
  requireSwitch(config, "qkv_proj_bias", false, "has biases in its attention");
  requireSwitch(config, "mlp_fc1_bias", false, "has biases in its MLP");
  requireSwitch(config, "mlp_fc2_bias", false, "has biases in its MLP");
  requireSwitch(config, "rotary_emb_interleaved", false, "turns neighbouring values together");
  constexpr float kWhole = 1;
  if (config.positive({"rotary_emb_fraction"}).value_or(kWhole) != kWhole ||
      config.find({"rotary_emb_scale_base"}) != nullptr) {
    config.unsupported("The model turns its positions otherwise than its family does.");
  }
  if (config.optional({"moe_every_n_layers"}, 0, 0, kMaxLayers) != 0) {
    config.unsupported("The model has experts, which Alcove does not convert in this family.");
  }
}

void describe(Description& d) {
  requireUsualForm(d.config);
  describeSizes(d);
  // Longer positions than the trained ones need a scaling that the model's own code adds.
  constexpr std::uint32_t kTrained = 2048;
  const auto trained = d.config.optional({"max_trained_positions"}, kTrained, 1, kMaxContext);
  d.out.setUint32(d.key("context_length"),
                  std::min(trained, d.config.require({"n_positions"}, 1, kMaxContext)));
  describeLayerNorm(d, {"layer_norm_epsilon"});
  d.out.setFloat32(d.key("rope.freq_base"), d.config.requirePositive({"rotary_emb_base"}));
  d.out.setBool(d.key("attention.causal"), false);
}

std::vector<NameRule> names() {
  return {
      {"embeddings.word_embeddings.weight", "token_embd.weight", keep},
      {"embeddings.token_type_embeddings.weight", "token_types.weight", keep, true},
      {"emb_ln.weight", "token_embd_norm.weight", keep},
      {"emb_ln.bias", "token_embd_norm.bias", keep},
      {"encoder.layers.{L}.attn.Wqkv.weight", "blk.{L}.attn_qkv.weight", keep},
      {"encoder.layers.{L}.attn.out_proj.weight", "blk.{L}.attn_output.weight", keep},
      {"encoder.layers.{L}.norm1.weight", "blk.{L}.attn_output_norm.weight", keep},
      {"encoder.layers.{L}.norm1.bias", "blk.{L}.attn_output_norm.bias", keep},
      {"encoder.layers.{L}.mlp.fc11.weight", "blk.{L}.ffn_up.weight", keep},
      {"encoder.layers.{L}.mlp.fc12.weight", "blk.{L}.ffn_gate.weight", keep},
      {"encoder.layers.{L}.mlp.fc2.weight", "blk.{L}.ffn_down.weight", keep},
      {"encoder.layers.{L}.norm2.weight", "blk.{L}.layer_output_norm.weight", keep},
      {"encoder.layers.{L}.norm2.bias", "blk.{L}.layer_output_norm.bias", keep},
  };
}

}  // namespace

extern const Family kNomicBert;
const Family kNomicBert = {{"NomicBertModel"}, "nomic-bert", describe, names};

}  // namespace alcove::convert
