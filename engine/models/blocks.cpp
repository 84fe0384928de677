// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

#include <cmath>

#include "ops/add.h"
#include "ops/embedding.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/select_rows.h"
#include "ops/silu_mul.h"

namespace alcove::models {

std::string layerPrefix(std::uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

NodeId linear(const BuildContext& c, NodeId x, const std::string& name) {
  const NodeId weight = c.builder.weight(c.weights.get(name + ".weight"));
  if (const graph::Weight* bias = c.weights.find(name + ".bias"))
    return c.builder.apply(ops::kMatmul, {x, weight, c.builder.weight(*bias)},
                           ops::MatmulAttributes{.hasBias = true});
  return c.builder.apply(ops::kMatmul, {x, weight}, ops::MatmulAttributes{});
}

NodeId rmsNorm(const BuildContext& c, NodeId x, const std::string& name) {
  return c.builder.apply(ops::kRmsNorm, {x, c.builder.weight(c.weights.get(name + ".weight"))},
                         ops::RmsNormAttributes{c.config.epsilon});
}

NodeId attention(const BuildContext& c, NodeId x, std::uint32_t layer, ops::RopePairing pairing) {
  const std::string prefix = layerPrefix(layer);
  const auto rope = [&](NodeId values) {
    return c.builder.apply(
        ops::kRope, {values, c.builder.weight(c.ropeFrequencies)},
        ops::RopeAttributes{std::int32_t(c.config.keyDim), std::int32_t(c.config.ropeDim),
                            c.ropeMagnitude, pairing});
  };
  const NodeId q = linear(c, x, prefix + "attn_q");
  const NodeId k = linear(c, x, prefix + "attn_k");
  const NodeId v = linear(c, x, prefix + "attn_v");
  ops::PagedAttentionAttributes attributes;
  attributes.layer = std::int32_t(layer);
  attributes.heads = std::int32_t(c.config.heads);
  attributes.scale = 1.0f / std::sqrt(float(c.config.keyDim));
  attributes.window = std::int32_t(c.config.window);
  attributes.causal = c.config.causal;
  const NodeId attended = c.builder.apply(ops::kPagedAttention, {rope(q), rope(k), v}, attributes);
  return linear(c, attended, prefix + "attn_output");
}

NodeId gatedMlp(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId gate = linear(c, x, prefix + "ffn_gate");
  const NodeId up = linear(c, x, prefix + "ffn_up");
  return linear(c, c.builder.apply(ops::kSiluMul, {gate, up}), prefix + "ffn_down");
}

NodeId add(const BuildContext& c, NodeId a, NodeId b) { return c.builder.apply(ops::kAdd, {a, b}); }

NodeId embedTokens(const BuildContext& c) {
  return c.builder.apply(ops::kEmbedding, {c.builder.weight(c.weights.get("token_embd.weight"))});
}

NodeId outputRows(const BuildContext& c, NodeId x) {
  return c.builder.shape().outputs == 0 ? x : c.builder.apply(ops::kSelectRows, {x});
}

NodeId logits(const BuildContext& c, NodeId x) {
  if (c.builder.shape().outputs == 0) return x;
  const NodeId normed = rmsNorm(c, outputRows(c, x), "output_norm");
  if (c.output == Output::Hidden) return normed;
  return linear(c, normed, c.weights.find("output.weight") ? "output" : "token_embd");
}

void listLinear(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t outputs,
                std::int64_t inputs) {
  specs.push_back({name + ".weight", {outputs, inputs}});
  specs.push_back({name + ".bias", {outputs}, true});
}

void listAttention(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const std::int64_t width = config.embedding;
  listLinear(specs, prefix + "attn_q", std::int64_t(config.heads) * config.keyDim, width);
  listLinear(specs, prefix + "attn_k", std::int64_t(config.kvHeads) * config.keyDim, width);
  listLinear(specs, prefix + "attn_v", std::int64_t(config.kvHeads) * config.valueDim, width);
  listLinear(specs, prefix + "attn_output", width, std::int64_t(config.heads) * config.valueDim);
}

void listGatedMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listLinear(specs, prefix + "ffn_gate", config.feedForward, config.embedding);
  listLinear(specs, prefix + "ffn_up", config.feedForward, config.embedding);
  listLinear(specs, prefix + "ffn_down", config.embedding, config.feedForward);
}

void listEmbeddingAndOutput(std::vector<TensorSpec>& specs, const ModelConfig& config) {
  specs.push_back({"token_embd.weight", {config.vocabulary, config.embedding}});
  specs.push_back({"output_norm.weight", {config.embedding}});
  specs.push_back({"output.weight", {config.vocabulary, config.embedding}, true});
}

}  // namespace alcove::models
