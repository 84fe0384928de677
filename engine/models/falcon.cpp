// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// Falcon 7B, 40B and 180B: attention and MLP side by side on the same residual stream. The larger
// ones norm the two inputs apart (attn_norm_2 is attention's), the 7B has one norm for both. q, k
// and v are one tensor. Source: Almazrouei et al., "The Falcon Series of Open Language Models",
// 2023.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader, NormKind::Layer);
  config.activation = Activation::Gelu;
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listNorm(specs, config, prefix + "attn_norm");
  specs.push_back({prefix + "attn_norm_2.weight", {config.embedding}, true});
  specs.push_back({prefix + "attn_norm_2.bias", {config.embedding}, true});
  listAttention(specs, config, layer);
  listMlp(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId falconLayer(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string first = layerPrefix(layer) + "attn_norm", second = first + "_2";
  const NodeId mlpInput = norm(c, x, first);
  const NodeId attentionInput = c.weights.find(second + ".weight") ? norm(c, x, second) : mlpInput;
  const NodeId attended = attention(c, attentionInput, layer);
  return add(c, add(c, attended, mlp(c, mlpInput, layer)), x);
}

graph::NodeId build(const BuildContext& c) {
  NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) x = falconLayer(c, x, layer);
  return logits(c, x);
}

}  // namespace

extern const Architecture kFalcon;
const Architecture kFalcon = {"falcon", readConfig, listTensors, build};

}  // namespace alcove::models
