// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/split/placement.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "ops/moe_combine.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends::split {
namespace {

std::optional<int> layerOfName(std::string_view name) {
  constexpr std::string_view kPrefix = "blk.";
  if (!name.starts_with(kPrefix)) return std::nullopt;
  int layer = 0;
  const auto [end, error] =
      std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), layer);
  if (error != std::errc() || end == name.data() + name.size() || *end != '.') return std::nullopt;
  return layer;
}

struct WeightsRead {
  std::optional<int> layer;
  bool any = false;
};

WeightsRead weightsRead(const graph::Graph& graph, const graph::Node& node) {
  WeightsRead read;
  for (const graph::NodeId id : node.inputIds()) {
    const graph::Weight* const weight = graph.nodes[std::size_t(id)].weight;
    if (!weight) continue;
    read.any = true;
    if (const auto layer = layerOfName(weight->name)) read.layer = layer;
  }
  return read;
}

// From an expert's first product to the sum over experts.
bool isOfExperts(const graph::Graph& graph, const std::vector<Part>& parts,
                 const graph::Node& node) {
  if (node.op == &ops::kMoeMatmul || node.op == &ops::kMoeCombine) return true;
  return std::ranges::any_of(node.inputIds(), [&](graph::NodeId id) {
    const graph::Node& input = graph.nodes[std::size_t(id)];
    return input.op && input.op != &ops::kMoeCombine &&
           parts[std::size_t(id)].role == Role::Experts;
  });
}

}  // namespace

std::vector<Part> partsOf(const graph::Graph& graph) {
  std::vector<Part> parts(graph.nodes.size());
  std::vector<WeightsRead> reads(graph.nodes.size());
  std::size_t last = 0;  // the last node that reads a layer's weights
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].op) reads[i] = weightsRead(graph, graph.nodes[i]);
    if (reads[i].layer) last = i;
  }
  Part current;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const graph::Node& node = graph.nodes[i];
    if (!node.op) continue;
    if (reads[i].layer)
      current = {Role::Layer, *reads[i].layer};
    else if (i > last && reads[i].any)
      current = {Role::Output, -1};
    parts[i] = current;
    if (current.role != Role::Layer) continue;
    if (node.op == &ops::kPagedAttention) parts[i].role = Role::Cache;
    if (isOfExperts(graph, parts, node)) parts[i].role = Role::Experts;
  }
  return parts;
}

int Placement::deviceOf(const Part& part) const {
  switch (part.role) {
    case Role::Input:
      return input;
    case Role::Layer:
      return layers[std::size_t(part.layer)];
    case Role::Cache:
      return caches[std::size_t(part.layer)];
    case Role::Experts:
      return experts[std::size_t(part.layer)];
    case Role::Output:
      return output;
  }
  return 0;
}

bool Placement::streams(const Part& part) const {
  if (part.role == Role::Layer) return streamedLayers[std::size_t(part.layer)];
  if (part.role == Role::Experts) return streamedExperts[std::size_t(part.layer)];
  return false;
}

bool Placement::streamsAny() const {
  return std::ranges::count(streamedLayers, true) + std::ranges::count(streamedExperts, true) > 0;
}

bool Placement::wholeOn(int device) const {
  Placement whole(layers.size(), device);
  return *this == whole;
}

bool Placement::computedOn(int device) const {
  Placement whole(layers.size(), device);
  whole.streamedLayers = streamedLayers;
  whole.streamedExperts = streamedExperts;
  return *this == whole;
}

bool Placement::uses(int device) const {
  const auto has = [&](const std::vector<int>& devices) {
    return std::ranges::find(devices, device) != devices.end();
  };
  return input == device || output == device || has(layers) || has(caches) || has(experts);
}

void Placement::renumber(std::span<const int> numbers) {
  const auto change = [&](int& device) { device = numbers[std::size_t(device)]; };
  change(input);
  change(output);
  for (std::vector<int>* devices : {&layers, &caches, &experts})
    std::ranges::for_each(*devices, change);
}

}  // namespace alcove::backends::split
