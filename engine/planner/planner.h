// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backends/device_limits.h"
#include "backends/split/placement.h"
#include "cache/kv_layout.h"

namespace alcove::backends {
struct MemoryRules;
}

namespace alcove::planner {

using backends::split::Part;
using backends::split::Placement;
using backends::split::Role;

// A device, and how much of its memory a model may take.
struct Device {
  std::string name;  // "NVIDIA GeForce RTX 4090"
  std::string kind;  // of the backend table, or of none
  std::uint64_t budgetBytes = 0;
  const backends::MemoryRules* rules = nullptr;  // null: those of its kind
  backends::DeviceLimits limits = {};
  int index = -1;  // among its kind's (backends::BackendRow::describe); -1: not of this machine
};

// A model as far as memory is concerned. What it points to outlives it.
struct Demand {
  std::vector<graph::Graph> graphs;  // of the shapes that will be run, each with all weights
  cache::KvLayout layout;
  std::uint32_t blocks = 0;  // of the KV cache
  int threads = 1;           // of the processor
  bool cacheOnProcessor = false;
};

// What one device has to do and to hold.
struct Share {
  std::uint32_t layers = 0;
  std::uint32_t caches = 0;        // of how many layers
  std::uint32_t experts = 0;       // of how many layers
  std::uint64_t weightsBytes = 0;  // allocated
  std::uint64_t inPlaceBytes = 0;  // read in the mapped file; takes no memory of its own
  std::uint64_t cacheBytes = 0;
  std::uint64_t workBytes = 0;
  [[nodiscard]] std::uint64_t bytes() const { return weightsBytes + cacheBytes + workBytes; }
};

// The first part that a device had no room for.
struct Refusal {
  Part part;
  std::uint64_t bytes = 0;  // of the device's share with it
};

// A part that a device cannot have, however much memory there is.
struct Exclusion {
  Part part;
  std::string reason;  // backends::MemoryRules::refusal
};

struct Plan {
  Placement placement;
  std::vector<Share> shares;  // of each device
  std::vector<std::optional<Refusal>>
      refusals;  // of each device; nothing if it got all that it asked
  std::vector<std::vector<Exclusion>> exclusions;  // of each device
  bool hasExperts = false;
  bool cacheRefused = false;        // some device holds layers, but cannot hold such a cache
  std::uint64_t streamedBytes = 0;  // of inPlaceBytes: what would be packed, were there room
  bool fits = true;  // false: the processor's share is beyond its budget all the same
};

// Divides a model between devices, of which the first is the processor and takes what the others
// have no room for. Each device is filled before the next, with what comes first of: layers with
// their cache, from the last; the output; experts by layer, from the last; the input. It stops at
// the first that has no room, so that a larger budget never means fewer layers; what it could not
// hold whatever its memory is passed over. What the processor
// has no room for it reads from the mapped file: experts first, then layers.
[[nodiscard]] Plan planModel(const Demand& demand, std::span<const Device> devices);

}  // namespace alcove::planner
