// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Qwen 3 with experts in the place of the MLP, whose weights sum up to one. Source: Qwen Team,
// "Qwen3 Technical Report", 2025.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  // A file that does not say how wide an expert is divides the width among those that are used.
  const std::uint32_t used = reader.optional("expert_used_count", 1, 1, ops::kMaxExperts);
  config.experts = readExperts(reader, {.feedForward = config.feedForward / used});
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listMoeLayer(specs, config, layer);
  listHeadNorms(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId build(const BuildContext& c) { return decoder(c, moeMlp); }

}  // namespace

extern const Architecture kQwen3Moe;
const Architecture kQwen3Moe = {"qwen3moe", readConfig, listTensors, build};

}  // namespace alcove::models
