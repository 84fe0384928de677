// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Qwen 3: the form of Qwen 2 with norms of every head of q and k. Source: Qwen Team, "Qwen3
// Technical Report", 2025.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) { return readDecoderConfig(reader); }

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listDecoderLayer(specs, config, layer);
  listHeadNorms(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kQwen3;
const Architecture kQwen3 = {"qwen3", readConfig, listTensors, build};

}  // namespace alcove::models
