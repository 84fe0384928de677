// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "models/blocks.h"

// Gemma 1: embeddings scaled by the root of their width, and gelu in the gated MLP. Its norms
// multiply by 1 + weight, and the file's weights have that 1 in them. Source: Gemma Team, "Gemma",
// 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.activation = Activation::GeluTanh;
  config.embeddingScale = std::sqrt(float(config.embedding));
  return config;
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listDecoderLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kGemma;
const Architecture kGemma = {"gemma", readConfig, listTensors, build};

}  // namespace alcove::models
