// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace alcove::test {

// One op with values at which its gradient is compared with finite differences.
class GradientCase {
 public:
  struct Input {
    ops::Shape shape;
    std::vector<float> values;
    const quant::BlockType* type = &quant::kF32;  // others are constants
    bool varies = true;                           // false: a constant
    std::size_t fixedPart = 0;  // of each row's first so many values: what cannot vary smoothly
  };

  template <class Attributes>
  GradientCase(std::string caseName, const ops::Op& used, const Attributes& values)
      : name(std::move(caseName)), op(used), attributes(values) {}
  GradientCase(std::string caseName, const ops::Op& used) : name(std::move(caseName)), op(used) {}

  // Normal random values.
  Input& add(ops::Shape shape, float scale = 1);
  // Values no two of which, and none of which and a multiple of 0.5, are closer than 0.1.
  Input& addApart(ops::Shape shape);
  Input& addConstant(ops::Shape shape, const quant::BlockType& type = quant::kF32);
  Input& addValues(ops::Shape shape, std::vector<float> values);

  // Whole sequences of these lengths, with a cache of floats for one layer.
  void setSequences(const std::vector<std::uint32_t>& lengths, std::uint32_t kvHeads,
                    std::uint32_t keyDim, std::uint32_t valueDim);

  [[nodiscard]] ops::BatchView batch();
  [[nodiscard]] ops::BatchShape shape() const {
    return {std::int64_t(tokens.size()), std::int64_t(outputs.size())};
  }

  std::string name;
  const ops::Op& op;
  ops::Attributes attributes;
  std::deque<Input> inputs;
  std::vector<std::int32_t> tokens, targets;
  std::vector<std::uint32_t> positions, outputs;
  std::vector<ops::SequenceView> sequences;
  std::mt19937 random{11};

 private:
  cache::KvLayout m_layout;
  std::vector<std::byte> m_cache;
  std::vector<cache::KvLayerView> m_layers;
  std::deque<std::vector<cache::BlockId>> m_tables;
};

// Every op that has a gradient × odd shapes, GQA ratios, windows, caps, sinks and kinds.
[[nodiscard]] std::deque<GradientCase> makeGradientCases();
// Those of experts.
void addExpertGradientCases(std::deque<GradientCase>& cases);
// Those of attention.
void addAttentionGradientCases(std::deque<GradientCase>& cases);

}  // namespace alcove::test
