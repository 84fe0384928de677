// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backends/device_limits.h"
#include "cache/kv_layout.h"
#include "graph/graph.h"

namespace alcove::backends {

// Bytes of weights: those that a backend allocates, and those that it reads where they are in the
// mapped file, which the system may drop from memory and read again.
struct WeightsBytes {
  std::uint64_t allocated = 0;
  std::uint64_t inPlace = 0;
};

// What a backend takes of its device's memory for a model, told without a device and without
// allocating anything: for the planner. The numbers are those that the backend itself works with.
struct MemoryRules {
  // Of the weights of `graph`, as Backend::prepareWeights(graph) would hold them.
  WeightsBytes (*weights)(const graph::Graph& graph);
  // For runs of `graph` beside weights and cache: activations, scratch, and copies of inputs and
  // outputs if it makes any.
  std::uint64_t (*work)(const graph::Graph& graph, int threads);
  // Of Backend::makeCache(); nothing if the backend cannot hold such a cache.
  std::optional<std::uint64_t> (*cache)(const cache::KvLayout& layout, std::uint32_t blocks);
  // Why prepareWeights(graph) would be refused by a device with these limits, as a clause: "it
  // reaches 134 MB of a buffer at once, and an expert has 201 MB"; empty if it would not. Null: it
  // never is.
  std::string (*refusal)(const graph::Graph& graph, const DeviceLimits& limits) = nullptr;
  // The same of makeCache(), for layouts that cache() has bytes for.
  std::string (*cacheRefusal)(const cache::KvLayout& layout, std::uint32_t blocks,
                              const DeviceLimits& limits) = nullptr;
};

// The rules of a kind of device; for a kind that this build does not have, those of a device that
// packs every matrix as the processor's kernels do and keeps all else in float32.
[[nodiscard]] const MemoryRules& memoryRules(std::string_view kind);

// Building blocks of rules.
// Matrices of quantised types packed, all else float32, as decision 0024 has it.
[[nodiscard]] WeightsBytes packedWeightsBytes(const graph::Graph& graph);
// The arena, and the inputs and outputs side by side.
[[nodiscard]] std::uint64_t arenaBytes(const graph::Graph& graph);
// K and V of all layers, without any padding.
[[nodiscard]] std::uint64_t plainCacheBytes(const cache::KvLayout& layout, std::uint32_t blocks);

}  // namespace alcove::backends
