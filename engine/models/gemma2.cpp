// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "models/blocks.h"

// Gemma 2: Gemma 1 with norms after attention and MLP, soft-caps on attention scores and logits,
// and a sliding window on every other layer. Source: Gemma Team, "Gemma 2", 2024; values for keys
// that a file lacks are those of the published models.

namespace alcove::models {
namespace {

constexpr std::uint32_t kWindowTokens = 4096;
// Only the 27B, known by its layers, scales attention by its width over heads.
constexpr std::uint32_t kLayersOf27B = 46;

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.activation = Activation::GeluTanh;
  config.embeddingScale = std::sqrt(float(config.embedding));
  config.attentionSoftCap = reader.optionalCap("attn_logit_softcapping", 50);
  config.logitSoftCap = reader.optionalCap("final_logit_softcapping", 30);
  if (config.layers == kLayersOf27B && !reader.has("attention.scale"))
    config.attentionScale = 1.0f / std::sqrt(float(config.embedding / config.heads));
  if (!reader.has("attention.sliding_window"))
    config.perLayer.assign(config.layers, {kWindowTokens, 0});
  config.ropes.push_back(config.ropes[0]);
  config.ropes[1].base = reader.optionalPositive("rope.freq_base_swa", config.ropes[0].base);
  readWindowPattern(reader, config, 2, 1);
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listDecoderLayer(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "post_attention_norm");
  listNorm(specs, config, layerPrefix(layer) + "post_ffw_norm");
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kGemma2;
const Architecture kGemma2 = {"gemma2", readConfig, listTensors, build};

}  // namespace alcove::models
