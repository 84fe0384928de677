// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/training_graph.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include "graph/gradients.h"
#include "graph/recompute.h"
#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/scale.h"
#include "ops/soft_cap.h"
#include "ops/training/adapted_norm.h"
#include "ops/training/cross_entropy.h"
#include "ops/training/rescale_columns.h"

namespace alcove::training {
namespace {

using graph::Node;
using graph::NodeId;

class Rewriter {
 public:
  Rewriter(const graph::Graph& inference, const WeightUse& use)
      : m_from(inference),
        m_use(use),
        m_builder(inference.shape),
        m_ids(inference.nodes.size(), -1) {}

  TrainingGraph makeLosses() {
    const NodeId losses = copyToLosses();
    std::vector<NodeId> inputs = takeParameters();
    graph::Graph graph = m_builder.finish(std::vector<NodeId>{losses});
    graph.inputs = std::move(inputs);
    m_result.graph = std::make_shared<const graph::Graph>(std::move(graph));
    return std::move(m_result);
  }

  TrainingGraph make(bool recompute) {
    const NodeId losses = copyToLosses();
    std::vector<NodeId> wanted = takeParameters();
    const NodeId seed = m_builder.input(m_builder.desc(losses));
    const auto firstGradient = NodeId(m_builder.nodes().size());
    const std::vector<NodeId> gradients = graph::addGradients(m_builder, losses, seed, wanted);
    std::vector<NodeId> outputs = {losses};
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      if (gradients[i] < 0) continue;
      m_result.trained.push_back(i);
      outputs.push_back(gradients[i]);
    }
    graph::Graph graph = m_builder.finish(std::move(outputs));
    graph.inputs = std::move(wanted);
    graph.inputs.push_back(seed);
    if (recompute) graph = graph::recomputeActivations(graph, firstGradient);
    m_result.graph = std::make_shared<const graph::Graph>(std::move(graph));
    return std::move(m_result);
  }

 private:
  [[nodiscard]] const Node& node(NodeId id) const { return m_from.nodes[std::size_t(id)]; }

  // Their nodes, in the order of the result's parameters.
  std::vector<NodeId> takeParameters() {
    std::vector<NodeId> ids;
    for (const auto& [range, id] : m_parameters) {
      m_result.parameters.push_back(range);
      ids.push_back(id);
    }
    return ids;
  }

  // Everything up to the logits' inputs, and then the loss.
  NodeId copyToLosses() {
    NodeId last = m_from.outputs[0];
    ops::CrossEntropyAttributes attributes;
    if (node(last).op == &ops::kSoftCap) {
      attributes.softCap = node(last).attributes.as<ops::SoftCapAttributes>().cap;
      last = node(last).inputs[0];
    }
    const Node& logits = node(last);
    if (logits.op != &ops::kMatmul)
      throw Error(ErrorCode::Unsupported,
                  "The model does not end in a linear layer from hidden states to logits, so there "
                  "is nothing to train it by.");
    attributes.hasBias = logits.attributes.as<ops::MatmulAttributes>().hasBias;
    for (NodeId id = 0; id < last; ++id)
      if (node(id).op) m_ids[std::size_t(id)] = copy(node(id));
    const NodeId x = value(logits.inputs[0]), weight = value(logits.inputs[1]);
    if (!attributes.hasBias) return m_builder.apply(ops::kCrossEntropy, {x, weight}, attributes);
    return m_builder.apply(ops::kCrossEntropy, {x, weight, value(logits.inputs[2])}, attributes);
  }

  NodeId copy(const Node& original) {
    if (original.op == &ops::kMatmul) {
      const graph::Weight* weight = node(original.inputs[1]).weight;
      const auto adapter = m_use.adapted.find(weight);
      if (weight && adapter != m_use.adapted.end()) return adapt(original, adapter->second);
    }
    std::vector<NodeId> inputs;
    for (const NodeId id : original.inputIds()) inputs.push_back(value(id));
    return m_builder.copy(original, inputs);
  }

  NodeId adapt(const Node& original, const LayerAdapter& adapter) {
    if (node(original.inputs[0]).op == &ops::kScale)
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The weights '{}' have a scale beside them, so their layer cannot be "
                              "adapted.",
                              node(original.inputs[1]).weight->name));
    const bool hasBias = original.attributes.as<ops::MatmulAttributes>().hasBias;
    const NodeId x = value(original.inputs[0]), weight = value(original.inputs[1]);
    const NodeId a = parameter(adapter.a), b = parameter(adapter.b);
    const ops::MatmulAttributes plain{};
    const NodeId low = m_builder.apply(ops::kMatmul, {x, a}, plain);
    const NodeId change =
        m_builder.apply(ops::kScale, {m_builder.apply(ops::kMatmul, {low, b}, plain)},
                        ops::ScaleAttributes{adapter.scale});
    if (!adapter.magnitude) {
      std::vector<NodeId> inputs = {x, weight};
      if (hasBias) inputs.push_back(value(original.inputs[2]));
      return m_builder.apply(ops::kAdd, {m_builder.copy(original, inputs), change});
    }
    const NodeId base = m_builder.apply(ops::kMatmul, {x, weight}, plain);
    const NodeId sum = m_builder.apply(ops::kAdd, {base, change});
    const NodeId norm = m_builder.apply(ops::kAdaptedNorm, {weight, a, b},
                                        ops::AdaptedNormAttributes{adapter.scale});
    const NodeId magnitude = parameter(*adapter.magnitude);
    if (!hasBias) return m_builder.apply(ops::kRescaleColumns, {sum, magnitude, norm});
    return m_builder.apply(ops::kRescaleColumns, {sum, magnitude, norm, value(original.inputs[2])});
  }

  // The node that takes the place of one of the inference graph's.
  NodeId value(NodeId id) {
    NodeId& made = m_ids[std::size_t(id)];
    if (made >= 0) return made;
    const graph::Weight* const weight = node(id).weight;
    ALCOVE_ASSERT(weight);
    if (const auto trained = m_use.trained.find(weight); trained != m_use.trained.end())
      return made = parameter(trained->second);
    const auto replaced = m_use.replaced.find(weight);
    return made = m_builder.weight(replaced == m_use.replaced.end() ? *weight : *replaced->second);
  }

  NodeId parameter(const ParameterRange& range) {
    const auto [entry, isNew] = m_parameters.try_emplace(range, -1);
    if (isNew) entry->second = m_builder.input({&quant::kF32, range.shape});
    return entry->second;
  }

  const graph::Graph& m_from;
  const WeightUse& m_use;
  graph::Builder m_builder;
  std::vector<NodeId> m_ids;  // by id in the inference graph
  std::map<ParameterRange, NodeId> m_parameters;
  TrainingGraph m_result;
};

}  // namespace

TrainingGraph makeTrainingGraph(const graph::Graph& inference, const WeightUse& use,
                                bool recompute) {
  return Rewriter(inference, use).make(recompute);
}

TrainingGraph makeLossGraph(const graph::Graph& inference, const WeightUse& use) {
  return Rewriter(inference, use).makeLosses();
}

}  // namespace alcove::training
