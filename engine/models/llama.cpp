// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Llama 1 to 3 and what shares its form: Mistral, Mixtral, Yi, CodeLlama, SmolLM2. Pre-norm layers
// of grouped-query attention with rope and a gated MLP, or experts in its place; biases, rope
// factors and an output matrix of its own where the file has them.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.ropePairing = ops::RopePairing::Interleaved;
  if (reader.optional("expert_count", 0, 0, ops::kMaxExperts) > 0)
    config.experts = readExperts(reader, {.feedForward = config.feedForward});
  return config;
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, config.experts.count ? listMoeLayer : listDecoderLayer);
}

graph::NodeId build(const BuildContext& c) {
  return decoder(c, c.config.experts.count ? moeMlp : gatedMlp);
}

}  // namespace

extern const Architecture kLlama;
const Architecture kLlama = {"llama", readConfig, listTensors, build};

}  // namespace alcove::models
