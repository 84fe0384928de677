// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace alcove::convert {
namespace {

constexpr const char* kOriginalContext = "original_max_position_embeddings";

// How many times longer the waves of each pair become. Source: the description of Llama 3.1's
// scaling in its reference code: short waves stay, long ones are stretched by the factor, those
// between are blended.
std::vector<float> llama3Factors(const HfConfig& rope, const HfConfig& config,
                                 std::uint32_t headDim, float base) {
  const float factor = rope.requirePositive({"factor"});
  const float low = rope.requirePositive({"low_freq_factor"});
  const float high = rope.requirePositive({"high_freq_factor"});
  const auto context = float(rope.require({kOriginalContext}, 1, kMaxContext));
  if (high <= low) config.corrupt("The value 'high_freq_factor' must be above 'low_freq_factor'.");
  std::vector<float> factors;
  for (std::uint32_t i = 0; i < headDim / 2; ++i) {
    // Single precision throughout, as the models were run.
    const float frequency = 1 / std::pow(base, float(2 * i) / float(headDim));
    const float wave = 2 * std::numbers::pi_v<float> / frequency;
    if (wave < context / high) {
      factors.push_back(1);
    } else if (wave > context / low) {
      factors.push_back(factor);
    } else {
      const float smooth = (context / wave - low) / (high - low);
      factors.push_back(1 / ((1 - smooth) / factor + smooth));
    }
  }
  return factors;
}

void describeYarn(Description& d, const HfConfig& rope) {
  const float factor = rope.requirePositive({"factor"});
  d.out.setString(d.key("rope.scaling.type"), "yarn");
  d.out.setFloat32(d.key("rope.scaling.factor"), factor);
  const auto given = rope.find({kOriginalContext}) != nullptr
                         ? rope.require({kOriginalContext}, 1, kMaxContext)
                         : d.config.require({"max_position_embeddings"}, 1, kMaxContext);
  d.out.setUint32(d.key("rope.scaling.original_context_length"), given);
  if (const auto fast = rope.positive({"beta_fast"})) {
    d.out.setFloat32(d.key("rope.scaling.yarn_beta_fast"), *fast);
  }
  if (const auto slow = rope.positive({"beta_slow"})) {
    d.out.setFloat32(d.key("rope.scaling.yarn_beta_slow"), *slow);
  }
  if (const auto attention = rope.positive({"attention_factor"})) {
    d.out.setFloat32(d.key("rope.scaling.attn_factor"), *attention);
  }
}

}  // namespace

HfConfig ropeConfig(const HfConfig& config) {
  return config.child("rope_parameters").over(config.child("rope_scaling"));
}

void describeSizes(Description& d) {
  const HfConfig& config = d.config;
  ModelFacts& facts = d.facts;
  facts.layers = config.require({"num_hidden_layers", "n_layer", "n_layers"}, 1, kMaxLayers);
  facts.embedding = config.require({"hidden_size", "n_embd", "d_model"}, 1, kMaxWidth);
  facts.feedForward = config.require({"intermediate_size", "n_inner"}, 1, kMaxWidth);
  facts.heads = config.require({"num_attention_heads", "n_head", "n_heads"}, 1, kMaxHeads);
  facts.kvHeads = config.optional({"num_key_value_heads"}, facts.heads, 1, facts.heads);
  if (facts.heads % facts.kvHeads != 0) {
    config.corrupt(
        fmt::format("The model's {} attention heads cannot share {} key-value heads "
                    "evenly.",
                    facts.heads, facts.kvHeads));
  }
  if (config.find({"head_dim"}) == nullptr && facts.embedding % facts.heads != 0) {
    config.corrupt(fmt::format("The model's width {} cannot be divided among {} heads.",
                               facts.embedding, facts.heads));
  }
  facts.headDim = config.optional({"head_dim"}, facts.embedding / facts.heads, 2, kMaxHeadDim);
  facts.vocabulary = config.require({"vocab_size"}, 1, kMaxVocabulary);
  d.out.setUint32(d.key("block_count"), facts.layers);
  d.out.setUint32(
      d.key("context_length"),
      config.require({"max_position_embeddings", "n_positions", "max_seq_len"}, 1, kMaxContext));
  d.out.setUint32(d.key("embedding_length"), facts.embedding);
  d.out.setUint32(d.key("feed_forward_length"), facts.feedForward);
  d.out.setUint32(d.key("attention.head_count"), facts.heads);
  d.out.setUint32(d.key("attention.head_count_kv"), facts.kvHeads);
  d.out.setUint32(d.key("vocab_size"), facts.vocabulary);
  if (config.find({"head_dim"}) == nullptr) return;
  d.out.setUint32(d.key("attention.key_length"), facts.headDim);
  d.out.setUint32(d.key("attention.value_length"), facts.headDim);
}

void describeRmsNorm(Description& d) {
  d.out.setFloat32(d.key("attention.layer_norm_rms_epsilon"),
                   d.config.requirePositive({"rms_norm_eps", "norm_eps"}));
}

void describeLayerNorm(Description& d, HfConfig::Keys keys) {
  d.out.setFloat32(d.key("attention.layer_norm_epsilon"), d.config.requirePositive(keys));
}

void describeRope(Description& d) {
  const HfConfig rope = ropeConfig(d.config);
  constexpr float kUsualBase = 10000;
  const float base = rope.over(d.config).positive({"rope_theta"}).value_or(kUsualBase);
  d.out.setFloat32(d.key("rope.freq_base"), base);
  const std::string kind = rope.string({"rope_type", "type"}).value_or("default");
  // "dynamic" leaves positions alone up to the context that the model was trained for, and GGUF
  // models do not go beyond it.
  if (kind == "default" || kind == "dynamic") return;
  if (kind == "linear") {
    d.out.setString(d.key("rope.scaling.type"), "linear");
    d.out.setFloat32(d.key("rope.scaling.factor"), rope.requirePositive({"factor"}));
  } else if (kind == "yarn") {
    describeYarn(d, rope);
  } else if (kind == "llama3") {
    d.tensors.push_back(
        constantTensor("rope_freqs.weight", llama3Factors(rope, d.config, d.facts.headDim, base)));
  } else {
    d.config.unsupported(fmt::format(
        "The model scales its positions by '{}', which is not known in this family.", kind));
  }
}

void describeExperts(Description& d) {
  d.facts.experts = d.config.require({"num_local_experts", "num_experts"}, 1, kMaxExperts);
  d.out.setUint32(d.key("expert_count"), d.facts.experts);
  d.out.setUint32(
      d.key("expert_used_count"),
      d.config.require({"num_experts_per_tok", "num_experts_per_token"}, 1, d.facts.experts));
}

void describeWindow(Description& d) {
  if (d.config.find({"sliding_window"}) == nullptr) return;
  d.out.setUint32(d.key("attention.sliding_window"),
                  d.config.require({"sliding_window"}, 1, kMaxContext));
}

void requireActivation(const HfConfig& config, std::initializer_list<std::string_view> known) {
  const auto activation =
      config.string({"hidden_activation", "hidden_act", "activation_function", "activation"});
  if (!activation || std::find(known.begin(), known.end(), *activation) != known.end()) return;
  config.unsupported(fmt::format(
      "The model uses the activation '{}', which its family does not have.", *activation));
}

void requireSwitch(const HfConfig& config, const char* key, bool wanted, std::string_view meaning) {
  if (config.boolean({key}).value_or(wanted) == wanted) return;
  config.unsupported(fmt::format("The model {}, which Alcove does not convert.", meaning));
}

void describeWindowedLayers(Description& d, bool (*usual)(std::uint32_t)) {
  const auto types = d.config.strings("layer_types");
  if (types.empty()) return;
  if (types.size() != d.facts.layers) {
    d.config.corrupt(fmt::format("The value 'layer_types' names {} layers, but the model has {}.",
                                 types.size(), d.facts.layers));
  }
  std::vector<bool> windowed;
  bool asUsual = true;
  for (std::uint32_t layer = 0; layer < d.facts.layers; ++layer) {
    windowed.push_back(types[layer] == "sliding_attention");
    asUsual = asUsual && windowed.back() == usual(layer);
  }
  if (!asUsual) d.out.setBools(d.key("attention.sliding_window_pattern"), windowed);
}

}  // namespace alcove::convert
