// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// OLMo 2 and 3: norms after attention and MLP in place of those before, and norms of q and k over
// all heads together. OLMo 3 has sliding layers, three to one that sees everything, whose positions
// are not scaled. Sources: OLMo Team, "2 OLMo 2 Furious", 2024; "Olmo 3", 2025.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.ropes.push_back(
      {.base = reader.optionalPositive("rope.freq_base_swa", config.ropes[0].base)});
  readWindowPattern(reader, config, 4, 1);
  return config;
}

void listLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listAttention(specs, config, layer);
  specs.push_back({prefix + "attn_q_norm.weight", {std::int64_t(config.heads) * config.keyDim}});
  specs.push_back({prefix + "attn_k_norm.weight", {std::int64_t(config.kvHeads) * config.keyDim}});
  listNorm(specs, config, prefix + "post_attention_norm");
  listGatedMlp(specs, config, layer);
  listNorm(specs, config, prefix + "post_ffw_norm");
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kOlmo2;
const Architecture kOlmo2 = {"olmo2", readConfig, listTensors, build};

}  // namespace alcove::models
