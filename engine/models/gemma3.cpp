// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "models/blocks.h"

// Gemma 3: Gemma 2 with norms of every head of q and k in place of the soft-cap on scores, and five
// sliding layers to one that sees everything. Sliding layers turn by a base of their own and are
// not scaled. Source: Gemma Team, "Gemma 3", 2025.

namespace alcove::models {
namespace {

// Only the 27B, known by its layers, scales attention by its width over heads.
constexpr std::uint32_t kLayersOf27B = 62;

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.activation = Activation::GeluTanh;
  config.embeddingScale = std::sqrt(float(config.embedding));
  config.logitSoftCap = reader.optionalCap("final_logit_softcapping", 0);
  if (config.layers == kLayersOf27B && !reader.has("attention.scale"))
    config.attentionScale = 1.0f / std::sqrt(float(config.embedding / config.heads));
  config.ropes.push_back({.base = reader.optionalPositive("rope.freq_base_swa", 10000)});
  readWindowPattern(reader, config, 6, 1);
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listDecoderLayer(specs, config, layer);
  listHeadNorms(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "post_attention_norm");
  listNorm(specs, config, layerPrefix(layer) + "post_ffw_norm");
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kGemma3;
const Architecture kGemma3 = {"gemma3", readConfig, listTensors, build};

}  // namespace alcove::models
