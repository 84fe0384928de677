// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Qwen 1.5 to 2.5: the form of llama with half-split rope, and biases on q, k and v.
// Source: Qwen Team, "Qwen2 Technical Report", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) { return readDecoderConfig(reader); }

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listDecoderLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kQwen2;
const Architecture kQwen2 = {"qwen2", readConfig, listTensors, build};

}  // namespace alcove::models
