// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

#include "ops/add.h"
#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/embedding.h"
#include "ops/gelu.h"
#include "ops/layer_norm.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/scale.h"
#include "ops/select_rows.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"

namespace alcove::models {

std::string layerPrefix(std::uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

NodeId linear(const BuildContext& c, NodeId x, const std::string& name) {
  if (const graph::Weight* scale = c.weights.find(name + ".scale")) {
    ops::ScaleAttributes attributes;
    scale->view().decodeRow(0, &attributes.factor);
    x = c.builder.apply(ops::kScale, {x}, attributes);
  }
  const NodeId weight = c.builder.weight(c.weights.get(name + ".weight"));
  if (const graph::Weight* bias = c.weights.find(name + ".bias"))
    return c.builder.apply(ops::kMatmul, {x, weight, c.builder.weight(*bias)},
                           ops::MatmulAttributes{.hasBias = true});
  return c.builder.apply(ops::kMatmul, {x, weight}, ops::MatmulAttributes{});
}

namespace {

NodeId rmsNorm(const BuildContext& c, NodeId x, const graph::Weight& weight) {
  return c.builder.apply(ops::kRmsNorm, {x, c.builder.weight(weight)},
                         ops::RmsNormAttributes{c.config.epsilon});
}

NodeId rope(const BuildContext& c, NodeId x, std::uint32_t layer) {
  if (c.ropes.empty()) return x;
  const RopeTable& table = c.ropes[c.config.perLayer[layer].rope];
  const ops::RopeAttributes attributes{std::int32_t(c.config.keyDim),
                                       std::int32_t(c.config.ropeDim), table.magnitude,
                                       c.config.ropePairing, table.switchTokens};
  const NodeId frequencies = c.builder.weight(*table.frequencies);
  if (!table.longFrequencies) return c.builder.apply(ops::kRope, {x, frequencies}, attributes);
  return c.builder.apply(ops::kRope, {x, frequencies, c.builder.weight(*table.longFrequencies)},
                         attributes);
}

ops::GeluAttributes geluAttributes(const BuildContext& c) {
  ALCOVE_ASSERT(c.config.activation == Activation::Gelu ||
                c.config.activation == Activation::GeluTanh);
  return {c.config.activation == Activation::Gelu ? ops::GeluKind::Exact : ops::GeluKind::Tanh};
}

// q, k or v as the model's projection gives it.
NodeId projected(const BuildContext& c, NodeId x, const std::string& name) {
  const NodeId values = linear(c, x, name);
  const float bound = c.config.attentionClamp;
  if (bound == 0) return values;
  return c.builder.apply(ops::kClamp, {values}, ops::ClampAttributes{-bound, bound});
}

// q or k as attention wants it: projected, normed where the model norms it, and turned.
NodeId turned(const BuildContext& c, NodeId x, std::uint32_t layer, const std::string& name) {
  NodeId values = projected(c, x, name);
  if (const graph::Weight* weight = c.weights.find(name + "_norm.weight"))
    values = rmsNorm(c, values, *weight);
  return rope(c, values, layer);
}

}  // namespace

NodeId norm(const BuildContext& c, NodeId x, const std::string& name) {
  const graph::Weight& weight = c.weights.get(name + ".weight");
  if (c.config.norm == NormKind::Rms) return rmsNorm(c, x, weight);
  const ops::LayerNormAttributes attributes{c.config.epsilon};
  if (const graph::Weight* bias = c.weights.find(name + ".bias"))
    return c.builder.apply(ops::kLayerNorm, {x, c.builder.weight(weight), c.builder.weight(*bias)},
                           attributes);
  return c.builder.apply(ops::kLayerNorm, {x, c.builder.weight(weight)}, attributes);
}

NodeId attention(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId q = turned(c, x, layer, prefix + "attn_q");
  const NodeId k = turned(c, x, layer, prefix + "attn_k");
  const NodeId v = projected(c, x, prefix + "attn_v");
  ops::PagedAttentionAttributes attributes;
  attributes.layer = std::int32_t(layer);
  attributes.heads = std::int32_t(c.config.heads);
  attributes.scale = c.config.attentionScale;
  attributes.window = std::int32_t(c.config.perLayer[layer].window);
  attributes.causal = c.config.causal;
  attributes.softCap = c.config.attentionSoftCap;
  std::vector<NodeId> inputs = {q, k, v};
  if (const graph::Weight* sinks = c.weights.find(prefix + "attn_sinks.weight"))
    inputs.push_back(c.builder.weight(*sinks));
  const NodeId attended = c.builder.apply(ops::kPagedAttention, std::span(inputs), attributes);
  return linear(c, attended, prefix + "attn_output");
}

NodeId gated(const BuildContext& c, NodeId gate, NodeId up) {
  if (c.config.activation == Activation::Silu) return c.builder.apply(ops::kSiluMul, {gate, up});
  if (c.config.activation == Activation::ClampedSwiglu)
    return c.builder.apply(ops::kClampedSwiglu, {gate, up}, ops::ClampedSwigluAttributes{});
  return c.builder.apply(ops::kGelu, {gate, up}, geluAttributes(c));
}

NodeId gatedMlp(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId gate = linear(c, x, prefix + "ffn_gate");
  const NodeId up = linear(c, x, prefix + "ffn_up");
  return linear(c, gated(c, gate, up), prefix + "ffn_down");
}

NodeId mlp(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId up = linear(c, x, prefix + "ffn_up");
  return linear(c, c.builder.apply(ops::kGelu, {up}, geluAttributes(c)), prefix + "ffn_down");
}

NodeId add(const BuildContext& c, NodeId a, NodeId b) { return c.builder.apply(ops::kAdd, {a, b}); }

NodeId decoderLayer(const BuildContext& c, NodeId x, std::uint32_t layer, MlpStep mlp) {
  const std::string prefix = layerPrefix(layer);
  const auto normed = [&](NodeId value, const char* name) {
    return c.weights.find(prefix + name + ".weight") ? norm(c, value, prefix + name) : value;
  };
  const NodeId attended = attention(c, normed(x, "attn_norm"), layer);
  x = add(c, x, normed(attended, "post_attention_norm"));
  const NodeId transformed = mlp(c, normed(x, "ffn_norm"), layer);
  return add(c, x, normed(transformed, "post_ffw_norm"));
}

NodeId decoder(const BuildContext& c, MlpStep mlp) {
  NodeId x = embedTokens(c);
  for (std::uint32_t layer = 0; layer < c.config.layers; ++layer)
    x = decoderLayer(c, x, layer, mlp);
  return logits(c, x);
}

NodeId embedTokens(const BuildContext& c) {
  const NodeId rows =
      c.builder.apply(ops::kEmbedding, {c.builder.weight(c.weights.get("token_embd.weight"))},
                      ops::EmbeddingAttributes{});
  if (c.config.embeddingScale == 1) return rows;
  return c.builder.apply(ops::kScale, {rows}, ops::ScaleAttributes{c.config.embeddingScale});
}

NodeId outputRows(const BuildContext& c, NodeId x) {
  return c.builder.shape().outputs == 0 ? x : c.builder.apply(ops::kSelectRows, {x});
}

NodeId logits(const BuildContext& c, NodeId x) {
  if (c.builder.shape().outputs == 0) return x;
  const NodeId normed = norm(c, outputRows(c, x), "output_norm");
  if (c.output == Output::Hidden) return normed;
  const NodeId values =
      linear(c, normed, c.weights.find("output.weight") ? "output" : "token_embd");
  if (c.config.logitSoftCap == 0) return values;
  return c.builder.apply(ops::kSoftCap, {values}, ops::SoftCapAttributes{c.config.logitSoftCap});
}

void listLinear(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t outputs,
                std::int64_t inputs) {
  specs.push_back({name + ".weight", {outputs, inputs}});
  specs.push_back({name + ".bias", {outputs}, true});
  specs.push_back({name + ".scale", {1}, true});
}

void listNorm(std::vector<TensorSpec>& specs, const ModelConfig& config, const std::string& name) {
  specs.push_back({name + ".weight", {config.embedding}});
  if (config.norm == NormKind::Layer) specs.push_back({name + ".bias", {config.embedding}, true});
}

void listAttention(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const std::int64_t width = config.embedding;
  const std::int64_t q = std::int64_t(config.heads) * config.keyDim;
  const std::int64_t k = std::int64_t(config.kvHeads) * config.keyDim;
  const std::int64_t v = std::int64_t(config.kvHeads) * config.valueDim;
  const auto parts = [&](const char* kind) -> std::vector<TensorPart> {
    return {{prefix + "attn_q" + kind, q},
            {prefix + "attn_k" + kind, k},
            {prefix + "attn_v" + kind, v}};
  };
  specs.push_back({prefix + "attn_qkv.weight", {q + k + v, width}, true, parts(".weight")});
  specs.push_back({prefix + "attn_qkv.bias", {q + k + v}, true, parts(".bias")});
  listLinear(specs, prefix + "attn_q", q, width);
  listLinear(specs, prefix + "attn_k", k, width);
  listLinear(specs, prefix + "attn_v", v, width);
  listLinear(specs, prefix + "attn_output", width, std::int64_t(config.heads) * config.valueDim);
}

void listHeadNorms(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  specs.push_back({layerPrefix(layer) + "attn_q_norm.weight", {config.keyDim}});
  specs.push_back({layerPrefix(layer) + "attn_k_norm.weight", {config.keyDim}});
}

void listGatedMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listLinear(specs, prefix + "ffn_gate", config.feedForward, config.embedding);
  listLinear(specs, prefix + "ffn_up", config.feedForward, config.embedding);
  listLinear(specs, prefix + "ffn_down", config.embedding, config.feedForward);
}

void listMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listLinear(specs, prefix + "ffn_up", config.feedForward, config.embedding);
  listLinear(specs, prefix + "ffn_down", config.embedding, config.feedForward);
}

void listDecoderLayer(std::vector<TensorSpec>& specs, const ModelConfig& config,
                      std::uint32_t layer) {
  listNorm(specs, config, layerPrefix(layer) + "attn_norm");
  listAttention(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "ffn_norm");
  listGatedMlp(specs, config, layer);
}

std::vector<TensorSpec> listDecoder(const ModelConfig& config, ListStep listLayer) {
  std::vector<TensorSpec> specs;
  listEmbeddingAndOutput(specs, config);
  for (std::uint32_t layer = 0; layer < config.layers; ++layer) listLayer(specs, config, layer);
  return specs;
}

void listEmbeddingAndOutput(std::vector<TensorSpec>& specs, const ModelConfig& config) {
  specs.push_back({"token_embd.weight", {config.vocabulary, config.embedding}});
  listNorm(specs, config, "output_norm");
  specs.push_back({"output.weight", {config.vocabulary, config.embedding}, true});
  specs.push_back({"output.bias", {config.vocabulary}, true});
  specs.push_back({"output.scale", {1}, true});
}

}  // namespace alcove::models
