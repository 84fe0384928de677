// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace alcove::test {

// One op with random inputs, ready to be run by the reference and by any backend. The tests of all
// backends share these cases.
class OpCase {
 public:
  explicit OpCase(std::string name, std::uint32_t seed = 1)
      : m_name(std::move(name)), m_random(seed) {}

  [[nodiscard]] const std::string& name() const { return m_name; }

  // A constant of normal random values, encoded as `type` (which must have an encoder, or be
  // filled through random blocks by addBlocks).
  const graph::Weight& add(ops::Shape shape, const quant::BlockType& type = quant::kF32,
                           float scale = 1);
  // A constant of these values.
  const graph::Weight& addValues(ops::Shape shape, const std::vector<float>& values);
  // A constant of random block bytes whose float16 scales are small and finite.
  const graph::Weight& addBlocks(ops::Shape shape, const quant::BlockType& type);

  // The cache: `sequences` of (start, count), block tables shuffled, earlier positions filled with
  // random values.
  void setSequences(const cache::KvLayout& layout,
                    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& sequences);
  void setTokens(std::vector<std::int32_t> tokens) { m_tokens = std::move(tokens); }
  void setPositions(std::vector<std::uint32_t> positions) { m_positions = std::move(positions); }
  void setOutputs(std::vector<std::uint32_t> outputs) { m_outputs = std::move(outputs); }

  // A batch over a fresh copy of the cache, valid until the next call.
  [[nodiscard]] ops::BatchView freshBatch();
  [[nodiscard]] ops::BatchShape shape() const {
    return {std::int64_t(m_tokens.size()), std::int64_t(m_outputs.size())};
  }
  // The cache's bytes after a run, for comparing what was written.
  [[nodiscard]] const std::vector<std::byte>& cacheBytes() const { return m_cache; }

  std::shared_ptr<const graph::Graph> graph;  // set by the maker of the case

 private:
  std::string m_name;
  std::mt19937 m_random;
  std::deque<graph::Weight> m_weights;
  std::deque<std::vector<std::byte>> m_bytes;
  cache::KvLayout m_layout;
  std::vector<std::byte> m_initialCache, m_cache;
  std::vector<cache::KvLayerView> m_layers;
  std::deque<std::vector<cache::BlockId>> m_tables;
  std::vector<ops::SequenceView> m_sequences;
  std::vector<std::int32_t> m_tokens;
  std::vector<std::uint32_t> m_positions;
  std::vector<std::uint32_t> m_outputs;
};

struct NoAttributes {};

// Makes the case's graph: one use of `op` on these constants, at most four.
template <class Attributes>
void setOp(OpCase& c, const ops::Op& op, std::initializer_list<const graph::Weight*> inputs,
           const Attributes& attributes) {
  graph::Builder builder(c.shape());
  std::array<graph::NodeId, 4> ids{};
  std::size_t count = 0;
  for (const graph::Weight* input : inputs) ids[count++] = builder.weight(*input);
  const graph::NodeId node = builder.apply(op, std::span(ids.data(), count), attributes);
  c.graph = std::make_shared<const graph::Graph>(builder.finish(node));
}

// Those of experts: routers, their matmuls and the ops around them.
void addExpertCases(std::vector<std::unique_ptr<OpCase>>& cases);

// Every op × types × odd shapes × GQA ratios × cache layouts that backends are held to.
[[nodiscard]] std::vector<std::unique_ptr<OpCase>> makeOpCases();

// Σ(a − b)² / Σ b², 0 for two zero vectors.
[[nodiscard]] double normalizedError(std::span<const float> a, std::span<const float> b);

}  // namespace alcove::test
