// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Phi 3 and 4: the form of llama with q, k and v in one tensor, gate and up in another, rope on
// part of a head in some, and longrope in those of long context. Source: Abdin et al., "Phi-3
// Technical Report", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) { return readDecoderConfig(reader); }

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const std::int64_t width = config.feedForward;
  specs.push_back({prefix + "ffn_up.weight",
                   {2 * width, config.embedding},
                   false,
                   {{prefix + "ffn_gate.weight", width}, {prefix + "ffn_up.weight", width}}});
  listDecoderLayer(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kPhi3;
const Architecture kPhi3 = {"phi3", readConfig, listTensors, build};

}  // namespace alcove::models
