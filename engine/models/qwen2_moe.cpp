// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Qwen 1.5 and 2 with experts: the form of Qwen 2, with experts whose weights are not brought to
// one, and beside them an expert that all tokens use, through a gate of its own. Source: Qwen Team,
// "Qwen1.5-MoE", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  // A file that does not say how wide an expert is divides the width among those that are used.
  const std::uint32_t used = reader.optional("expert_used_count", 1, 1, ops::kMaxExperts);
  config.experts = readExperts(reader, {.renormalize = false,
                                        .feedForward = config.feedForward / used,
                                        .sharedFeedForward = config.feedForward});
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listMoeLayer(specs, config, layer);
  listSharedExpert(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId mlpStep(const BuildContext& c, NodeId x, std::uint32_t layer) {
  return add(c, moeMlp(c, x, layer), sharedExpert(c, x, layer));
}

NodeId build(const BuildContext& c) { return decoder(c, mlpStep); }

}  // namespace

extern const Architecture kQwen2Moe;
const Architecture kQwen2Moe = {"qwen2moe", readConfig, listTensors, build};

}  // namespace alcove::models
