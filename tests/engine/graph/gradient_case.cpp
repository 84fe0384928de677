// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/gradient_case.h"

#include <algorithm>
#include <numeric>

namespace alcove::test {

GradientCase::Input& GradientCase::addValues(ops::Shape shape, std::vector<float> values) {
  ALCOVE_ASSERT(std::int64_t(values.size()) == shape.values());
  return inputs.emplace_back(Input{shape, std::move(values)});
}

GradientCase::Input& GradientCase::add(ops::Shape shape, float scale) {
  std::normal_distribution<float> normal(0, scale);
  std::vector<float> values(std::size_t(shape.values()));
  std::ranges::generate(values, [&] { return normal(random); });
  return addValues(shape, std::move(values));
}

GradientCase::Input& GradientCase::addApart(ops::Shape shape) {
  const std::int64_t count = shape.values();
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    values[std::size_t(i)] = 0.25f * float(i - count / 2) + 0.125f;
  std::ranges::shuffle(values, random);
  return addValues(shape, std::move(values));
}

GradientCase::Input& GradientCase::addConstant(ops::Shape shape, const quant::BlockType& type) {
  Input& input = add(shape);
  input.type = &type;
  input.varies = false;
  return input;
}

void GradientCase::setSequences(const std::vector<std::uint32_t>& lengths, std::uint32_t kvHeads,
                                std::uint32_t keyDim, std::uint32_t valueDim) {
  m_layout.layers = 1;
  m_layout.kvHeads = kvHeads;
  m_layout.keyDim = keyDim;
  m_layout.valueDim = valueDim;
  m_layout.blockTokens = 2;
  m_layout.keyType = m_layout.valueType = &quant::kF32;
  std::uint32_t first = 0, blocks = 0;
  for (const std::uint32_t length : lengths) {
    std::vector<cache::BlockId>& table = m_tables.emplace_back((length + 1) / 2);
    std::iota(table.begin(), table.end(), blocks);
    blocks += std::uint32_t(table.size());
    sequences.push_back({first, length, 0, table, length});
    for (std::uint32_t i = 0; i < length; ++i) positions.push_back(i);
    first += length;
  }
  tokens.assign(first, 0);
  const std::size_t keyBytes = blocks * m_layout.keyBlockBytes();
  m_cache.resize(keyBytes + blocks * m_layout.valueBlockBytes());
  m_layers = {{m_cache.data(), m_cache.data() + keyBytes}};
}

ops::BatchView GradientCase::batch() {
  ops::BatchView view{tokens, positions, sequences, outputs, m_layout, m_layers};
  view.targets = targets;
  return view;
}

}  // namespace alcove::test
