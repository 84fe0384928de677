// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// StarCoder 2: layer norms and a plain MLP with gelu, biases everywhere, a sliding window where the
// file names one. Source: Lozhkov et al., "StarCoder 2 and The Stack v2", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader, NormKind::Layer);
  config.activation = Activation::GeluTanh;
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listNorm(specs, config, layerPrefix(layer) + "attn_norm");
  listAttention(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "ffn_norm");
  listMlp(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, mlp); }

}  // namespace

extern const Architecture kStarcoder2;
const Architecture kStarcoder2 = {"starcoder2", readConfig, listTensors, build};

}  // namespace alcove::models
