// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "graph/graph.h"

namespace alcove::training {

// Some values of a parameter: all, or those of the rows that one weight of the graph stands for.
struct ParameterRange {
  std::size_t parameter = 0;
  std::size_t first = 0;
  ops::Shape shape;

  bool operator<(const ParameterRange& other) const {
    return std::pair(parameter, first) < std::pair(other.parameter, other.first);
  }
};

// What adapts a linear layer, or the part of one that a weight holds.
struct LayerAdapter {
  ParameterRange a;                         // [rank, inputs]
  ParameterRange b;                         // [outputs, rank]
  std::optional<ParameterRange> magnitude;  // [outputs]: DoRA
  float scale = 1;
};

// What becomes of a model's weights in training; weights that are in none of these are frozen as
// they are.
struct WeightUse {
  std::map<const graph::Weight*, const graph::Weight*> replaced;  // frozen, in another form
  std::map<const graph::Weight*, ParameterRange> trained;
  std::map<const graph::Weight*, LayerAdapter> adapted;
};

// The graph of a loss and its gradients.
struct TrainingGraph {
  // Inputs: a value for each of `parameters`, then the gradient by each target's loss [targets, 2]
  // (see ops::kCrossEntropy; the second column is that of the logarithm of the softmax's sum).
  // Outputs: the losses [targets, 2], then a gradient for each of `trained`.
  std::shared_ptr<const graph::Graph> graph;
  std::vector<ParameterRange> parameters;
  std::vector<std::size_t> trained;  // indices into `parameters`
};

// Makes one of `inference`, a graph from tokens to logits whatever its architecture: weights are
// exchanged, linear layers adapted, the way from the last hidden states to logits becomes a loss
// that holds none, and the whole is walked in reverse. Throws Error Unsupported if the graph does
// not end in a linear layer (and a soft-cap), or if an adapted layer's weights have a scale.
// With `recompute`, activations inside layers are computed again for the gradients rather than
// held.
[[nodiscard]] TrainingGraph makeTrainingGraph(const graph::Graph& inference, const WeightUse& use,
                                              bool recompute = false);

// The same without gradients: the inputs are the values of `parameters` alone, the output is the
// losses.
[[nodiscard]] TrainingGraph makeLossGraph(const graph::Graph& inference, const WeightUse& use);

}  // namespace alcove::training
