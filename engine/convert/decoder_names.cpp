// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

namespace alcove::convert {

std::span<const NameRule> embeddingNames() {
  static const NameRule rules[] = {
      {"model.embed_tokens.weight", "token_embd.weight", keep},
      {"model.norm.weight", "output_norm.weight", keep},
      {"lm_head.weight", "output.weight", keep, true},
  };
  return rules;
}

std::span<const NameRule> attentionNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.self_attn.q_proj.weight", "blk.{L}.attn_q.weight", keep},
      {"model.layers.{L}.self_attn.k_proj.weight", "blk.{L}.attn_k.weight", keep},
      {"model.layers.{L}.self_attn.v_proj.weight", "blk.{L}.attn_v.weight", keep},
      {"model.layers.{L}.self_attn.o_proj.weight", "blk.{L}.attn_output.weight", keep},
      {"model.layers.{L}.self_attn.q_proj.bias", "blk.{L}.attn_q.bias", keep, true},
      {"model.layers.{L}.self_attn.k_proj.bias", "blk.{L}.attn_k.bias", keep, true},
      {"model.layers.{L}.self_attn.v_proj.bias", "blk.{L}.attn_v.bias", keep, true},
      {"model.layers.{L}.self_attn.o_proj.bias", "blk.{L}.attn_output.bias", keep, true},
      {"model.layers.{L}.self_attn.rotary_emb.inv_freq", "", keep, true},
      {"model.rotary_emb.inv_freq", "", keep, true},
  };
  return rules;
}

std::span<const NameRule> interleavedNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.self_attn.q_proj.weight", "blk.{L}.attn_q.weight", interleaveQuery},
      {"model.layers.{L}.self_attn.k_proj.weight", "blk.{L}.attn_k.weight", interleaveKey},
      {"model.layers.{L}.self_attn.v_proj.weight", "blk.{L}.attn_v.weight", keep},
      {"model.layers.{L}.self_attn.o_proj.weight", "blk.{L}.attn_output.weight", keep},
      {"model.layers.{L}.self_attn.q_proj.bias", "blk.{L}.attn_q.bias", interleaveQuery, true},
      {"model.layers.{L}.self_attn.k_proj.bias", "blk.{L}.attn_k.bias", interleaveKey, true},
      {"model.layers.{L}.self_attn.v_proj.bias", "blk.{L}.attn_v.bias", keep, true},
      {"model.layers.{L}.self_attn.o_proj.bias", "blk.{L}.attn_output.bias", keep, true},
      {"model.layers.{L}.self_attn.rotary_emb.inv_freq", "", keep, true},
      {"model.rotary_emb.inv_freq", "", keep, true},
  };
  return rules;
}

std::span<const NameRule> preNormNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.input_layernorm.weight", "blk.{L}.attn_norm.weight", keep},
      {"model.layers.{L}.post_attention_layernorm.weight", "blk.{L}.ffn_norm.weight", keep},
  };
  return rules;
}

std::span<const NameRule> headNormNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.self_attn.q_norm.weight", "blk.{L}.attn_q_norm.weight", keep},
      {"model.layers.{L}.self_attn.k_norm.weight", "blk.{L}.attn_k_norm.weight", keep},
  };
  return rules;
}

std::span<const NameRule> gatedMlpNames() {
  static const NameRule rules[] = {
      {"model.layers.{L}.mlp.gate_proj.weight", "blk.{L}.ffn_gate.weight", keep},
      {"model.layers.{L}.mlp.up_proj.weight", "blk.{L}.ffn_up.weight", keep},
      {"model.layers.{L}.mlp.down_proj.weight", "blk.{L}.ffn_down.weight", keep},
      {"model.layers.{L}.mlp.gate_proj.bias", "blk.{L}.ffn_gate.bias", keep, true},
      {"model.layers.{L}.mlp.up_proj.bias", "blk.{L}.ffn_up.bias", keep, true},
      {"model.layers.{L}.mlp.down_proj.bias", "blk.{L}.ffn_down.bias", keep, true},
  };
  return rules;
}

std::string canonicalDecoderName(std::string_view name) {
  for (const std::string_view part : {"vision_tower.", "multi_modal_projector.",
                                      "model.vision_tower.", "model.multi_modal_projector."}) {
    if (name.starts_with(part)) return {};
  }
  for (const std::string_view front : {"model.language_model.", "language_model.model."}) {
    if (name.starts_with(front)) return "model." + std::string(name.substr(front.size()));
  }
  for (const std::string_view bare : {"layers.", "embed_tokens.", "norm."}) {
    if (name.starts_with(bare)) return "model." + std::string(name);
  }
  constexpr std::string_view kHead = "language_model.";
  if (name.starts_with(kHead)) name.remove_prefix(kHead.size());
  return std::string(name);
}

}  // namespace alcove::convert
