// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/mix.h"

namespace alcove::quantize {
namespace {

struct NamePart {
  std::string_view part;
  TensorRole role;
};

// The first part that a name contains decides.
constexpr NamePart kParts[] = {
    // Read element by element rather than multiplied, or tiny and decisive.
    {"_norm", TensorRole::None},
    {"ffn_gate_inp", TensorRole::None},  // routers, also of shared experts
    {"position_embd", TensorRole::None},
    {"token_types", TensorRole::None},
    {"attn_rel_b", TensorRole::None},
    {"rope_f", TensorRole::None},  // rope_freqs, rope_factors_long …
    {"token_embd", TensorRole::TokenEmbedding},
    {"attn_qkv", TensorRole::AttentionValue},
    {"attn_v", TensorRole::AttentionValue},
    {"attn_k", TensorRole::AttentionKey},
    {"attn_q", TensorRole::AttentionQuery},
    {"attn_output", TensorRole::AttentionOutput},
    {"ffn_down", TensorRole::FfnDown},
    {"ffn_up", TensorRole::FfnUp},
    {"ffn_gate", TensorRole::FfnUp},
};

}  // namespace

TensorRole tensorRole(std::string_view name, std::uint32_t rank, bool embeddingIsOutput) {
  if (rank < 2 || !name.ends_with(".weight")) return TensorRole::None;
  if (name == "output.weight") return TensorRole::Output;
  for (const NamePart& entry : kParts) {
    if (name.find(entry.part) == std::string_view::npos) continue;
    const bool both = entry.role == TensorRole::TokenEmbedding && embeddingIsOutput;
    return both ? TensorRole::Output : entry.role;
  }
  return TensorRole::Other;
}

}  // namespace alcove::quantize
