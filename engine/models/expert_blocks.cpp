// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"
#include "ops/moe_combine.h"
#include "ops/moe_matmul.h"
#include "ops/moe_router.h"
#include "ops/sigmoid_mul.h"

namespace alcove::models {
namespace {

// moe_matmul with <name>.weight (+ <name>.bias)
NodeId expertLinear(const BuildContext& c, NodeId x, NodeId routes, const std::string& name) {
  const NodeId weight = c.builder.weight(c.weights.get(name + ".weight"));
  if (const graph::Weight* bias = c.weights.find(name + ".bias"))
    return c.builder.apply(ops::kMoeMatmul, {x, weight, routes, c.builder.weight(*bias)},
                           ops::MoeMatmulAttributes{.hasBias = true});
  return c.builder.apply(ops::kMoeMatmul, {x, weight, routes}, ops::MoeMatmulAttributes{});
}

void listExpertLinear(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t experts,
                      std::int64_t outputs, std::int64_t inputs) {
  specs.push_back({name + ".weight", {experts, outputs, inputs}});
  specs.push_back({name + ".bias", {experts, outputs}, true});
}

}  // namespace

NodeId moeMlp(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId scores = linear(c, x, prefix + "ffn_gate_inp");
  const NodeId routes = c.builder.apply(ops::kMoeRouter, {scores}, c.config.experts.router);
  const NodeId gate = expertLinear(c, x, routes, prefix + "ffn_gate_exps");
  const NodeId up = expertLinear(c, x, routes, prefix + "ffn_up_exps");
  const NodeId hidden = gated(c, gate, up);
  const NodeId down = expertLinear(c, hidden, routes, prefix + "ffn_down_exps");
  return c.builder.apply(ops::kMoeCombine, {down, routes});
}

NodeId sharedExpert(const BuildContext& c, NodeId x, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const NodeId gate = linear(c, x, prefix + "ffn_gate_shexp");
  const NodeId up = linear(c, x, prefix + "ffn_up_shexp");
  const NodeId down = linear(c, gated(c, gate, up), prefix + "ffn_down_shexp");
  if (!c.weights.find(prefix + "ffn_gate_inp_shexp.weight")) return down;
  return c.builder.apply(ops::kSigmoidMul, {down, linear(c, x, prefix + "ffn_gate_inp_shexp")});
}

void listMoeMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  const ExpertConfig& experts = config.experts;
  listLinear(specs, prefix + "ffn_gate_inp", experts.count, config.embedding);
  listExpertLinear(specs, prefix + "ffn_gate_exps", experts.count, experts.feedForward,
                   config.embedding);
  listExpertLinear(specs, prefix + "ffn_up_exps", experts.count, experts.feedForward,
                   config.embedding);
  listExpertLinear(specs, prefix + "ffn_down_exps", experts.count, config.embedding,
                   experts.feedForward);
}

void listSharedExpert(std::vector<TensorSpec>& specs, const ModelConfig& config,
                      std::uint32_t layer) {
  const std::string prefix = layerPrefix(layer);
  listLinear(specs, prefix + "ffn_gate_shexp", config.experts.sharedFeedForward, config.embedding);
  listLinear(specs, prefix + "ffn_up_shexp", config.experts.sharedFeedForward, config.embedding);
  listLinear(specs, prefix + "ffn_down_shexp", config.embedding, config.experts.sharedFeedForward);
  specs.push_back({prefix + "ffn_gate_inp_shexp.weight", {1, config.embedding}, true});
}

void listMoeLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer) {
  listNorm(specs, config, layerPrefix(layer) + "attn_norm");
  listAttention(specs, config, layer);
  listNorm(specs, config, layerPrefix(layer) + "ffn_norm");
  listMoeMlp(specs, config, layer);
}

}  // namespace alcove::models
