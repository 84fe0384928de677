// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// gpt-oss: experts with biases and a clamped unit, a sink for every head, a sliding window on every
// other layer. Source: OpenAI, "gpt-oss-120b & gpt-oss-20b Model Card", 2025.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  (void)reader.require("attention.sliding_window", 0, UINT32_MAX);  // without it all would see all
  config.activation = Activation::ClampedSwiglu;
  config.experts = readExperts(reader, {.feedForward = config.feedForward});
  config.ropes.push_back(config.ropes[0]);
  config.ropes[1].base = reader.optionalPositive("rope.freq_base_swa", config.ropes[0].base);
  readWindowPattern(reader, config, 2, 1);
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listNorm(specs, config, prefix + "attn_norm");
  listAttention(specs, config, layer);
  specs.push_back({prefix + "attn_sinks.weight", {config.heads}});
  listNorm(specs, config, prefix + "post_attention_norm");
  listMoeMlp(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId build(const BuildContext& c) {
  NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) {
    const std::string prefix = layerPrefix(layer);
    x = add(c, x, attention(c, norm(c, x, prefix + "attn_norm"), layer));
    // It stands after the attention, but norms what the experts read.
    x = add(c, x, moeMlp(c, norm(c, x, prefix + "post_attention_norm"), layer));
  }
  return logits(c, x);
}

}  // namespace

extern const Architecture kGptOss;
const Architecture kGptOss = {"gpt-oss", readConfig, listTensors, build};

}  // namespace alcove::models
