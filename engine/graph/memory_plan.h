// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "graph/graph.h"

namespace alcove::graph {

// Index of the last node that reads each node's value; a value that nobody reads has its own index.
[[nodiscard]] std::vector<std::size_t> lastUses(const Graph& graph);

// Hands out places in an arena to values with known lives: first fit, as a value comes alive.
class ArenaPlanner {
 public:
  static constexpr std::size_t kAlignment = 256;  // the most that a device asks of a binding

  // A place for `bytes` from step `now` until step `lastUse` has run. Calls come with rising `now`.
  [[nodiscard]] std::size_t place(std::size_t bytes, std::size_t now, std::size_t lastUse);
  // The size that all places together need.
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }

 private:
  struct Place {
    std::size_t begin, end, lastUse;
  };
  std::vector<Place> m_used;  // sorted by begin
  std::size_t m_bytes = 0;
};

// Where each op's output lies in one shared arena, so that values whose lives do not overlap share
// memory. Weights and the graph's inputs and outputs have no place in it (kNoPlace).
struct MemoryPlan {
  static constexpr std::size_t kNoPlace = ~std::size_t(0);

  std::vector<std::size_t> offsets;  // per node
  std::size_t bytes = 0;
};
[[nodiscard]] MemoryPlan planMemory(const Graph& graph);

// Offsets of values that lie one behind the other, aligned as in an arena, and where they end.
struct RowOfValues {
  std::vector<std::size_t> offsets;  // per id
  std::size_t bytes = 0;
};
[[nodiscard]] RowOfValues sideBySide(const Graph& graph, std::span<const NodeId> ids);

}  // namespace alcove::graph
