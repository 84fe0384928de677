// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/families/gemma.h"

// Gemma 3: norms on queries and keys, a window in five of six layers, which turn positions by a
// base of their own. Of models that see pictures the language part is taken.

namespace alcove::convert {
namespace {

constexpr std::uint32_t kPeriod = 6;

// Rope of the layers without a window, under GGUF's usual keys, and of those with one. Newer files
// keep both in "rope_parameters" by the layer's kind.
void describeBothRopes(Description& d) {
  const HfConfig parameters = d.config.child("rope_parameters");
  const HfConfig whole = parameters.child("full_attention");
  const HfConfig local = parameters.child("sliding_attention");
  const HfConfig rope = whole.over(ropeConfig(d.config));
  d.out.setFloat32(d.key("rope.freq_base"), rope.over(d.config).requirePositive({"rope_theta"}));
  const auto localBase = local.positive({"rope_theta"});
  d.out.setFloat32(d.key("rope.freq_base_swa"),
                   localBase ? *localBase : d.config.requirePositive({"rope_local_base_freq"}));
  const std::string kind = rope.string({"rope_type", "type"}).value_or("default");
  if (kind == "linear") {
    d.out.setString(d.key("rope.scaling.type"), "linear");
    d.out.setFloat32(d.key("rope.scaling.factor"), rope.requirePositive({"factor"}));
  } else if (kind != "default") {
    d.config.unsupported("The model scales its positions by '" + kind +
                         "', which is not known in this family.");
  }
}

void describe(Description& d) {
  describeGemma(d);
  describeBothRopes(d);
  describeWindow(d);
  describeWindowedLayers(d, [](std::uint32_t layer) { return (layer + 1) % kPeriod != 0; });
  const auto period = d.config.optional({"sliding_window_pattern", "_sliding_window_pattern"},
                                        kPeriod, 1, kMaxLayers);
  if (period != kPeriod && d.config.strings("layer_types").empty()) {
    d.out.setUint32(d.key("attention.sliding_window_pattern"), period);
  }
  if (d.config.find({"attn_logit_softcapping"}) != nullptr) {
    d.config.unsupported("The model caps its attention, which its family does not do.");
  }
  if (const auto cap = d.config.positive({"final_logit_softcapping"})) {
    d.out.setFloat32(d.key("final_logit_softcapping"), *cap);
  }
}

std::vector<NameRule> names() {
  static const NameRule headNorms[] = {
      {"model.layers.{L}.self_attn.q_norm.weight", "blk.{L}.attn_q_norm.weight", keepPlusOne},
      {"model.layers.{L}.self_attn.k_norm.weight", "blk.{L}.attn_k_norm.weight", keepPlusOne},
  };
  return joinRules(
      {gemmaEmbeddingNames(), gemmaSandwichNames(), attentionNames(), headNorms, gatedMlpNames()});
}

// What transformers' Gemma3TextConfig takes where the file is silent.
constexpr const char* kDefaults = R"({"num_attention_heads": 8, "num_key_value_heads": 4,
  "head_dim": 256, "rms_norm_eps": 1e-6, "vocab_size": 262208, "max_position_embeddings": 131072,
  "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "query_pre_attn_scalar": 256,
  "sliding_window": 4096})";

}  // namespace

extern const Family kGemma3;
const Family kGemma3 = {{"Gemma3ForCausalLM", "Gemma3ForConditionalGeneration"},
                        "gemma3",
                        describe,
                        names,
                        canonicalDecoderName,
                        kDefaults};

}  // namespace alcove::convert
