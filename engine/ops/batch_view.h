// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "cache/kv_pool.h"

namespace alcove::ops {

// One sequence's share of a batch: tokens first … first + count - 1 of the batch stand at
// positions start … start + count - 1 of the sequence, whose K and V lie in `blockTable`. `length`
// is how long the sequence is as far as it is known, at least start + count.
struct SequenceView {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t start = 0;
  std::span<const cache::BlockId> blockTable;
  std::uint32_t length = 0;
};

// Everything about a step that is not a tensor of floats: bound anew for each run of a graph.
struct BatchView {
  std::span<const std::int32_t> tokens;      // [tokens]
  std::span<const std::uint32_t> positions;  // [tokens]
  std::span<const SequenceView> sequences;   // cover the tokens in order
  std::span<const std::uint32_t> outputs;    // rising token indices
  cache::KvLayout kvLayout;
  std::span<const cache::KvLayerView> layers;  // [kvLayout.layers], where the cache is in memory
  cache::KvPool* pool = nullptr;               // the cache, where it is a device's
  std::span<const std::int32_t> targets = {};  // [outputs], what should follow; for training only
};

// The sizes of a batch that shapes depend on.
struct BatchShape {
  std::int64_t tokens = 0;
  std::int64_t outputs = 0;
  bool operator==(const BatchShape&) const = default;
};

}  // namespace alcove::ops
