// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Arctic: the layers of llama with an MLP as wide as the model, and beside attention and MLP
// together the experts, which read the layer's input. Source: Snowflake, "Snowflake Arctic", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.ropePairing = ops::RopePairing::Interleaved;
  config.experts = readExperts(reader, {.feedForward = config.feedForward});
  config.feedForward = config.embedding;
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listDecoderLayer(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "ffn_norm_exps");
  listMoeMlp(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId build(const BuildContext& c) {
  NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) {
    const NodeId experts = moeMlp(c, norm(c, x, layerPrefix(layer) + "ffn_norm_exps"), layer);
    x = add(c, decoderLayer(c, x, layer, gatedMlp), experts);
  }
  return logits(c, x);
}

}  // namespace

extern const Architecture kArctic;
const Architecture kArctic = {"arctic", readConfig, listTensors, build};

}  // namespace alcove::models
