// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "convert/decoder.h"

// Phi-3 and Phi-4: queries, keys and values in one matrix, gate and up in another; positions beyond
// the original context by factors of each pair.

namespace alcove::convert {
namespace {

constexpr const char* kOriginalContext = "original_max_position_embeddings";

std::uint32_t ropeDim(const Description& d, const HfConfig& rope) {
  const float part = rope.over(d.config).positive({"partial_rotary_factor"}).value_or(1.0f);
  const auto dim = std::uint32_t(float(d.facts.headDim) * part);
  if (part > 1 || dim < 2 || dim % 2 != 0) {
    d.config.corrupt(
        fmt::format("The value 'partial_rotary_factor' turns {} of the {} values of a "
                    "head, which cannot be.",
                    dim, d.facts.headDim));
  }
  return dim;
}

void addFactors(Description& d, const HfConfig& rope, const char* key, const char* tensor,
                std::uint32_t dim) {
  std::vector<float> factors = rope.numbers(key);
  if (factors.size() != dim / 2) {
    d.config.corrupt(fmt::format("The value '{}' has {} factors; it must have {}.", key,
                                 factors.size(), dim / 2));
  }
  for (const float factor : factors) {
    if (factor <= 0) d.config.corrupt(fmt::format("A factor of '{}' is not above zero.", key));
  }
  d.tensors.push_back(constantTensor(tensor, std::move(factors)));
}

void describeLongRope(Description& d, const HfConfig& rope, std::uint32_t dim) {
  const auto context = d.config.require({"max_position_embeddings"}, 1, kMaxContext);
  const auto original = rope.over(d.config).optional({kOriginalContext}, context, 2, kMaxContext);
  d.out.setUint32(d.key("rope.scaling.original_context_length"), original);
  const std::string kind = rope.string({"rope_type", "type"}).value_or("default");
  if (kind == "default") return;
  if (kind != "longrope" && kind != "su") {
    d.config.unsupported(fmt::format(
        "The model scales its positions by '{}', which is not known in this family.", kind));
  }
  const double scale = double(context) / original;
  const double usual = scale > 1 ? std::sqrt(1 + std::log(scale) / std::log(original)) : 1;
  d.out.setFloat32(d.key("rope.scaling.attn_factor"),
                   rope.positive({"attention_factor"}).value_or(float(usual)));
  addFactors(d, rope, "long_factor", "rope_factors_long.weight", dim);
  addFactors(d, rope, "short_factor", "rope_factors_short.weight", dim);
}

void describe(Description& d) {
  requireActivation(d.config, {"silu", "swish"});
  describeSizes(d);
  describeRmsNorm(d);
  const HfConfig rope = ropeConfig(d.config);
  const std::uint32_t dim = ropeDim(d, rope);
  d.out.setUint32(d.key("rope.dimension_count"), dim);
  d.out.setFloat32(d.key("rope.freq_base"),
                   rope.over(d.config).positive({"rope_theta"}).value_or(10000.0f));
  describeLongRope(d, rope, dim);
  // 0 says that there is none; readers take an absent key for an old file with one.
  d.out.setUint32(d.key("attention.sliding_window"), 0);
  describeWindow(d);
}

std::vector<NameRule> names() {
  static const NameRule own[] = {
      {"model.layers.{L}.self_attn.qkv_proj.weight", "blk.{L}.attn_qkv.weight", keep},
      {"model.layers.{L}.self_attn.o_proj.weight", "blk.{L}.attn_output.weight", keep},
      {"model.layers.{L}.mlp.gate_up_proj.weight", "blk.{L}.ffn_up.weight", keep},
      {"model.layers.{L}.mlp.down_proj.weight", "blk.{L}.ffn_down.weight", keep},
  };
  return joinRules({embeddingNames(), preNormNames(), own});
}

}  // namespace

extern const Family kPhi3;
const Family kPhi3 = {{"Phi3ForCausalLM"}, "phi3", describe, names, canonicalDecoderName};

}  // namespace alcove::convert
