// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/encoder_blocks.h"

#include "formats/gguf_file.h"
#include "ops/embedding.h"

namespace alcove::models {
namespace {

constexpr std::uint64_t kMaxTokenTypes = 1u << 16;

// Files may say how many types of text their model tells apart, and models that know one have no
// table for it.
std::uint32_t readTokenTypes(const ConfigReader& reader) {
  const std::uint64_t said = reader.file().uint("tokenizer.ggml.token_type_count").value_or(1);
  const formats::GgufTensor* table = reader.file().findTensor("token_types.weight");
  if (!table && said > 1)
    reader.corrupt("The model lacks the tensor 'token_types.weight' of its text types.");
  if (table && table->rows() > kMaxTokenTypes)
    reader.corrupt("The tensor 'token_types.weight' has too many rows.");
  return table ? std::uint32_t(table->rows()) : 0;
}

// x plus a row of the table `name` for each token, if the model has that table.
NodeId addRows(const BuildContext& c, NodeId x, const char* name, ops::EmbeddingRows rows) {
  const graph::Weight* table = c.weights.find(name);
  if (!table) return x;
  return add(
      c, x,
      c.builder.apply(ops::kEmbedding, {c.builder.weight(*table)}, ops::EmbeddingAttributes{rows}));
}

}  // namespace

ModelConfig readEncoderConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader, NormKind::Layer);
  config.causal = reader.optionalFlag("attention.causal", false);
  config.tokenTypes = readTokenTypes(reader);
  return config;
}

NodeId encoder(const BuildContext& c, MlpStep mlp) {
  NodeId x = embedTokens(c);
  x = addRows(c, x, "token_types.weight", ops::EmbeddingRows::First);
  x = addRows(c, x, "position_embd.weight", ops::EmbeddingRows::Positions);
  x = norm(c, x, "token_embd_norm");
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer) {
    const std::string prefix = layerPrefix(layer);
    x = norm(c, add(c, x, attention(c, x, layer)), prefix + "attn_output_norm");
    x = norm(c, add(c, x, mlp(c, x, layer)), prefix + "layer_output_norm");
  }
  return outputRows(c, x);
}

std::vector<TensorSpec> listEncoder(const ModelConfig& config, ListStep listMlp) {
  std::vector<TensorSpec> specs;
  specs.push_back({"token_embd.weight", {config.vocabulary, config.embedding}});
  if (config.tokenTypes > 0)
    specs.push_back({"token_types.weight", {config.tokenTypes, config.embedding}});
  listNorm(specs, config, "token_embd_norm");
  for (std::uint32_t layer = 0; layer < config.layers; ++layer) {
    listAttention(specs, config, layer);
    listNorm(specs, config, layerPrefix(layer) + "attn_output_norm");
    listMlp(specs, config, layer);
    listNorm(specs, config, layerPrefix(layer) + "layer_output_norm");
  }
  return specs;
}

}  // namespace alcove::models
