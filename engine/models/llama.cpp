// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/blocks.h"

// Llama 1 to 3 and what shares its form: Mistral, Yi, CodeLlama, SmolLM2. Pre-norm layers of
// grouped-query attention with rope and a gated MLP; biases, rope factors and an output matrix of
// its own where the file has them.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  if (reader.optional("expert_count", 0, 0, 1u << 20) > 0)
    throw Error(ErrorCode::Unsupported,
                "The model is a mixture of experts, which this version cannot run.",
                reader.file().path().string());
  return readDecoderConfig(reader);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  std::vector<TensorSpec> specs;
  listEmbeddingAndOutput(specs, config);
  specs.push_back({"rope_freqs.weight", {config.ropeDim / 2}, true});
  for (std::uint32_t layer = 0; layer < config.layers; ++layer) {
    specs.push_back({layerPrefix(layer) + "attn_norm.weight", {config.embedding}});
    listAttention(specs, config, layer);
    specs.push_back({layerPrefix(layer) + "ffn_norm.weight", {config.embedding}});
    listGatedMlp(specs, config, layer);
  }
  return specs;
}

graph::NodeId build(const BuildContext& c) {
  graph::NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) {
    const graph::NodeId attentionInput = rmsNorm(c, x, layerPrefix(layer) + "attn_norm");
    x = add(c, x, attention(c, attentionInput, layer, ops::RopePairing::Interleaved));
    const graph::NodeId mlpInput = rmsNorm(c, x, layerPrefix(layer) + "ffn_norm");
    x = add(c, x, gatedMlp(c, mlpInput, layer));
  }
  return logits(c, x);
}

}  // namespace

extern const Architecture kLlama;
const Architecture kLlama = {"llama", readConfig, listTensors, build};

}  // namespace alcove::models
