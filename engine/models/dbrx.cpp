// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// DBRX: layer norms without bias, one matrix for q, k and v whose outputs are kept within bounds,
// experts in every layer. Source: Databricks, "Introducing DBRX", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader, NormKind::Layer);
  config.attentionClamp = reader.optionalCap("attention.clamp_kqv", 0);
  config.experts = readExperts(reader, {.feedForward = config.feedForward});
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listNorm(specs, config, layerPrefix(layer) + "attn_norm");
  listAttention(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "attn_output_norm");
  listMoeMlp(specs, config, layer);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

NodeId build(const BuildContext& c) {
  NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) {
    const std::string prefix = layerPrefix(layer);
    x = add(c, x, attention(c, norm(c, x, prefix + "attn_norm"), layer));
    // Despite its name it stands before the experts, not behind the attention's output.
    x = add(c, x, moeMlp(c, norm(c, x, prefix + "attn_output_norm"), layer));
  }
  return logits(c, x);
}

}  // namespace

extern const Architecture kDbrx;
const Architecture kDbrx = {"dbrx", readConfig, listTensors, build};

}  // namespace alcove::models
