// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/adapted_graph.h"

#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/moe_combine.h"
#include "ops/select_rows.h"
#include "ops/training/rescale_columns.h"

namespace alcove::models {
namespace {

using graph::Node;
using graph::NodeId;

class Rewriter {
 public:
  Rewriter(const graph::Graph& from, std::span<const std::shared_ptr<const Adapter>> adapters)
      : m_from(from), m_adapters(adapters), m_builder(from.shape), m_ids(from.nodes.size(), -1) {}

  graph::Graph make() {
    for (std::size_t i = 0; i < m_adapters.size(); ++i) {
      m_scales.push_back(m_builder.input({&quant::kF32, {m_from.shape.tokens, 2}}));
      m_outputScales.push_back(-1);
    }
    for (std::size_t id = 0; id < m_from.nodes.size(); ++id) {
      const Node& node = m_from.nodes[id];
      if (node.weight)
        m_ids[id] = m_builder.weight(*node.weight);
      else
        m_ids[id] = copy(node);
    }
    std::vector<NodeId> outputs;
    for (const NodeId id : m_from.outputs) outputs.push_back(m_ids[std::size_t(id)]);
    return m_builder.finish(std::move(outputs));
  }

 private:
  NodeId copy(const Node& node) {
    std::vector<NodeId> inputs;
    for (const NodeId id : node.inputIds()) inputs.push_back(m_ids[std::size_t(id)]);
    NodeId result = m_builder.copy(node, inputs);
    if (node.op != &ops::kMatmul) return result;
    const graph::Weight* weight = m_from.nodes[std::size_t(node.inputs[1])].weight;
    if (!weight) return result;
    const NodeId plain = result;
    for (std::size_t i = 0; i < m_adapters.size(); ++i) {
      const auto change = m_adapters[i]->changes.find(weight->name);
      if (change != m_adapters[i]->changes.end())
        result = add(result, withoutBias(node, inputs, plain, change->second), inputs[0],
                     change->second, i);
    }
    return result;
  }

  // W x where a change reads it; -1 where none does.
  NodeId withoutBias(const Node& node, const std::vector<NodeId>& inputs, NodeId plain,
                     const LinearChange& change) {
    if (!change.factors) return -1;
    if (!node.attributes.as<ops::MatmulAttributes>().hasBias) return plain;
    return m_builder.apply(ops::kMatmul, {inputs[0], inputs[1]}, ops::MatmulAttributes{});
  }

  NodeId add(NodeId result, NodeId product, NodeId x, const LinearChange& change,
             std::size_t adapter) {
    const NodeId low =
        m_builder.apply(ops::kMatmul, {x, m_builder.weight(change.a)}, ops::MatmulAttributes{});
    // Few columns to scale, and exactly nothing comes of a token that does not use the adapter.
    const NodeId scaled = scale(low, adapter);
    result = m_builder.apply(
        ops::kAdd, {result, m_builder.apply(ops::kMatmul, {scaled, m_builder.weight(change.b)},
                                            ops::MatmulAttributes{})});
    if (!change.factors) return result;
    const NodeId longer = m_builder.apply(
        ops::kRescaleColumns,
        {product, m_builder.weight(*change.factors), m_builder.weight(*change.ones)});
    return m_builder.apply(ops::kAdd, {result, scale(longer, adapter)});
  }

  // Each row times the scale of its token: a mixture of one expert is just that.
  NodeId scale(NodeId rows, std::size_t adapter) {
    const bool outputsOnly = m_builder.desc(rows).shape.rows() != m_from.shape.tokens;
    NodeId scales = m_scales[adapter];
    if (outputsOnly) {
      NodeId& selected = m_outputScales[adapter];
      if (selected < 0) selected = m_builder.apply(ops::kSelectRows, {scales});
      scales = selected;
    }
    return m_builder.apply(ops::kMoeCombine, {rows, scales});
  }

  const graph::Graph& m_from;
  std::span<const std::shared_ptr<const Adapter>> m_adapters;
  graph::Builder m_builder;
  std::vector<NodeId> m_ids;           // by id in the original
  std::vector<NodeId> m_scales;        // of all tokens
  std::vector<NodeId> m_outputScales;  // of those whose output is wanted; -1: not asked for yet
};

}  // namespace

graph::Graph adaptedGraph(const graph::Graph& graph,
                          std::span<const std::shared_ptr<const Adapter>> adapters) {
  return Rewriter(graph, adapters).make();
}

}  // namespace alcove::models
