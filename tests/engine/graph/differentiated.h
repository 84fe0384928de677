// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

#include "engine/graph/gradient_case.h"
#include "graph/gradients.h"

namespace alcove::test {

// The graph of a case: what varies and the gradient of the output are its inputs; its outputs are
// the op's and the gradients.
struct Differentiated {
  explicit Differentiated(GradientCase& c) : gradientCase(c) {
    graph::Builder builder(c.shape());
    std::vector<graph::NodeId> ids, wanted;
    for (const GradientCase::Input& input : c.inputs) {
      if (input.varies) {
        ids.push_back(builder.input({&quant::kF32, input.shape}));
        wanted.push_back(ids.back());
        varying.push_back(&input);
        values.push_back(input.values);
        continue;
      }
      const ops::TensorDesc desc{input.type, input.shape};
      bytes.emplace_back(desc.bytes());
      input.type->encode(input.values.data(), bytes.back().data(),
                         input.values.size() / input.type->blockValues, {});
      weights.push_back({"constant", desc, bytes.back().data()});
      ids.push_back(builder.weight(weights.back()));
    }
    const graph::NodeId output = builder.copy(nodeOf(c), ids);
    forward = graph::Builder(builder).finish(output);
    const graph::NodeId seed = builder.input(builder.desc(output));
    std::normal_distribution<float> normal;
    seedValues.resize(std::size_t(builder.desc(output).shape.values()));
    std::ranges::generate(seedValues, [&] { return normal(c.random); });
    both = builder.finish(graph::addGradients(builder, output, seed, wanted));
  }

  static graph::Node nodeOf(const GradientCase& c) {
    graph::Node node;
    node.op = &c.op;
    node.attributes = c.attributes;
    return node;
  }

  GradientCase& gradientCase;
  std::deque<graph::Weight> weights;
  std::deque<std::vector<std::byte>> bytes;
  std::vector<const GradientCase::Input*> varying;
  std::vector<std::vector<float>> values;
  std::vector<float> seedValues;
  graph::Graph forward, both;
};

}  // namespace alcove::test
