// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/op_case.h"

#include <algorithm>
#include <numeric>

#include "support/random_blocks.h"

namespace alcove::test {

const graph::Weight& OpCase::add(ops::Shape shape, const quant::BlockType& type, float scale) {
  std::normal_distribution<float> normal(0, scale);
  std::vector<float> values(std::size_t(shape.values()));
  std::ranges::generate(values, [&] { return normal(m_random); });
  const ops::TensorDesc desc{&type, shape};
  m_bytes.emplace_back(desc.bytes());
  type.encode(values.data(), m_bytes.back().data(), values.size() / type.blockValues, {});
  m_weights.push_back({"weight " + std::to_string(m_weights.size()), desc, m_bytes.back().data()});
  return m_weights.back();
}

const graph::Weight& OpCase::addValues(ops::Shape shape, const std::vector<float>& values) {
  const ops::TensorDesc desc{&quant::kF32, shape};
  m_bytes.emplace_back(desc.bytes());
  std::memcpy(m_bytes.back().data(), values.data(), desc.bytes());
  m_weights.push_back({"weight " + std::to_string(m_weights.size()), desc, m_bytes.back().data()});
  return m_weights.back();
}

const graph::Weight& OpCase::addBlocks(ops::Shape shape, const quant::BlockType& type) {
  const ops::TensorDesc desc{&type, shape};
  m_bytes.push_back(randomBlocks(type, std::size_t(shape.values()) / type.blockValues, m_random));
  m_weights.push_back({"weight " + std::to_string(m_weights.size()), desc, m_bytes.back().data()});
  return m_weights.back();
}

void OpCase::setSequences(const cache::KvLayout& layout,
                          const std::vector<std::pair<std::uint32_t, std::uint32_t>>& sequences) {
  m_layout = layout;
  std::uint32_t tokens = 0, blocks = 0;
  for (const auto& [start, count] : sequences)
    blocks += (start + count + layout.blockTokens - 1) / layout.blockTokens;
  std::vector<cache::BlockId> ids(blocks + 3);  // some blocks belong to nobody
  std::iota(ids.begin(), ids.end(), 0u);
  std::ranges::shuffle(ids, m_random);
  auto next = ids.begin();
  for (const auto& [start, count] : sequences) {
    const auto length = (start + count + layout.blockTokens - 1) / layout.blockTokens;
    m_tables.emplace_back(next, next + length);
    next += length;
    m_sequences.push_back({tokens, count, start, m_tables.back(), start + count});
    for (std::uint32_t i = 0; i < count; ++i) m_positions.push_back(start + i);
    tokens += count;
  }
  m_tokens.assign(tokens, 0);
  const std::size_t layerBytes = ids.size() * (layout.keyBlockBytes() + layout.valueBlockBytes());
  const auto addRandom = [&](const quant::BlockType& type, std::uint32_t dim) {
    std::vector<float> values(ids.size() * layout.kvHeads * layout.blockTokens * dim);
    std::normal_distribution<float> normal(0, 1);
    std::ranges::generate(values, [&] { return normal(m_random); });
    std::vector<std::byte> bytes(quant::rowBytes(type, values.size()));
    type.encode(values.data(), bytes.data(), values.size() / type.blockValues, {});
    m_initialCache.insert(m_initialCache.end(), bytes.begin(), bytes.end());
  };
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer) {
    addRandom(*layout.keyType, layout.keyDim);
    addRandom(*layout.valueType, layout.valueDim);
  }
  m_cache = m_initialCache;
  for (std::uint32_t layer = 0; layer < layout.layers; ++layer) {
    std::byte* const keys = m_cache.data() + layer * layerBytes;
    m_layers.push_back({keys, keys + ids.size() * layout.keyBlockBytes()});
  }
}

ops::BatchView OpCase::freshBatch() {
  std::ranges::copy(m_initialCache, m_cache.begin());
  return {m_tokens, m_positions, m_sequences, m_outputs, m_layout, m_layers};
}

double normalizedError(std::span<const float> a, std::span<const float> b) {
  double error = 0, energy = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    error += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
    energy += double(b[i]) * b[i];
  }
  return energy > 0 ? error / energy : error;
}

}  // namespace alcove::test
