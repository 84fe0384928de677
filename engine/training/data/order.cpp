// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/order.h"

#include <numeric>
#include <utility>

#include "base/assert.h"

namespace alcove::training {
namespace {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t state) : m_state(state) {}
  std::uint64_t next() {
    std::uint64_t x = m_state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
  }

 private:
  std::uint64_t m_state;
};

void append(TrainingBatch& batch, const Example& example) {
  const std::size_t first = batch.tokens.size();
  batch.tokens.insert(batch.tokens.end(), example.tokens.begin(), example.tokens.end());
  batch.lengths.push_back(std::uint32_t(example.tokens.size()));
  // A scored token is the target of the one before it.
  for (std::size_t i = 1; i < example.tokens.size(); ++i)
    if (example.scored[i])
      batch.targets.push_back({std::uint32_t(first + i - 1), example.tokens[i]});
}

}  // namespace

std::vector<std::size_t> shuffledOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t(0));
  SplitMix random(seed + epoch);
  for (std::size_t i = count; i-- > 1;) std::swap(order[i], order[random.next() % (i + 1)]);
  return order;
}

std::vector<TrainingBatch> packExamples(std::span<const Example> examples,
                                        std::span<const std::size_t> order, std::size_t maxTokens) {
  std::vector<TrainingBatch> batches;
  for (const std::size_t index : order) {
    ALCOVE_ASSERT(index < examples.size());
    const Example& example = examples[index];
    ALCOVE_ASSERT(example.tokens.size() == example.scored.size());
    if (example.tokens.empty()) continue;
    if (batches.empty() || batches.back().tokens.size() + example.tokens.size() > maxTokens)
      batches.emplace_back();
    append(batches.back(), example);
  }
  return batches;
}

}  // namespace alcove::training
