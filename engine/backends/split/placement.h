// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/graph.h"

namespace alcove::backends::split {

// What a part of a model does.
enum class Role : std::uint8_t {
  Input,    // from tokens to the first layer
  Layer,    // a layer, without the two parts that follow
  Cache,    // its attention over the KV cache, which lies where this runs
  Experts,  // the experts that its router chooses among
  Output,   // from the last layer to what is wanted
};

struct Part {
  Role role = Role::Input;
  int layer = -1;  // of roles that layers have
};

// The part that each node of a graph belongs to, from the weights' names ("blk.3.…") and what reads
// them. Entries of weights mean nothing.
[[nodiscard]] std::vector<Part> partsOf(const graph::Graph& graph);

// Which device computes each part and holds its weights: 0 is the processor.
struct Placement {
  int input = 0;
  int output = 0;
  std::vector<int> layers;   // [layers]
  std::vector<int> caches;   // [layers]
  std::vector<int> experts;  // [layers]; where there are none: as the layer
  // Weights that the processor reads from the mapped file at each use, because memory has no room.
  std::vector<bool> streamedLayers;   // [layers]
  std::vector<bool> streamedExperts;  // [layers]

  // All on one device.
  Placement() = default;
  Placement(std::size_t layerCount, int device)
      : input(device),
        output(device),
        layers(layerCount, device),
        caches(layerCount, device),
        experts(layerCount, device),
        streamedLayers(layerCount, false),
        streamedExperts(layerCount, false) {}

  [[nodiscard]] int deviceOf(const Part& part) const;
  [[nodiscard]] bool streams(const Part& part) const;
  [[nodiscard]] bool streamsAny() const;
  // All computed by one device, and nothing streamed.
  [[nodiscard]] bool wholeOn(int device) const;
  // All computed by one device.
  [[nodiscard]] bool computedOn(int device) const;
  // Whether it computes anything or holds any cache.
  [[nodiscard]] bool uses(int device) const;
  // Device i becomes numbers[i].
  void renumber(std::span<const int> numbers);
  bool operator==(const Placement&) const = default;
};

}  // namespace alcove::backends::split
