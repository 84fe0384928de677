// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/split/split_backend.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "backends/split/segments.h"
#include "backends/split/split_kv_pool.h"
#include "ops/paged_attention.h"

namespace alcove::backends::split {
namespace {

using Members = std::vector<std::unique_ptr<Backend>>;
// What executables take turns in: only one runs at a time.
using CrossingMemory = std::vector<float>;

class SplitExecutable final : public Executable {
 public:
  SplitExecutable(std::shared_ptr<const graph::Graph> graph, std::vector<Segment> segments,
                  const Members& members, CrossingMemory& memory)
      : m_graph(std::move(graph)),
        m_segments(std::move(segments)),
        m_crossing(planCrossing(*m_graph, m_segments)),
        m_memory(memory) {
    ALCOVE_ASSERT(m_graph->inputs.empty());
    for (const Segment& segment : m_segments)
      m_executables.push_back(members[std::size_t(segment.device)]->compile(segment.graph));
    if (m_memory.size() * sizeof(float) < m_crossing.bytes)
      m_memory.resize(m_crossing.bytes / sizeof(float));
  }

  void run(const ops::BatchView& batch, std::span<const std::span<const float>>,
           std::span<const std::span<float>> outputs) override {
    const auto* const pool = dynamic_cast<const SplitKvPool*>(batch.pool);
    ALCOVE_ASSERT(pool != nullptr || batch.pool == nullptr);
    std::vector<std::span<const float>> read;
    std::vector<std::span<float>> written;
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
      const Segment& segment = m_segments[i];
      read.clear();
      written.clear();
      for (const graph::NodeId id : segment.inputs) read.push_back(place(id, outputs));
      for (const graph::NodeId id : segment.outputs) written.push_back(place(id, outputs));
      m_executables[i]->run(partOf(batch, pool, segment.device), read, written);
    }
  }

 private:
  [[nodiscard]] std::size_t valuesOf(graph::NodeId id) const {
    return std::size_t(m_graph->nodes[std::size_t(id)].desc.shape.values());
  }
  // Where a value lies between segments: with the caller, if it is wanted.
  [[nodiscard]] std::span<float> place(graph::NodeId id,
                                       std::span<const std::span<float>> outputs) {
    if (const auto output = graph::placeOf(m_graph->outputs, id)) return outputs[*output];
    return {m_memory.data() + m_crossing.offsets.at(id) / sizeof(float), valuesOf(id)};
  }
  // The batch as one device sees it: with the cache of its own layers.
  [[nodiscard]] static ops::BatchView partOf(const ops::BatchView& batch, const SplitKvPool* pool,
                                             int device) {
    ops::BatchView part = batch;
    part.pool = pool ? pool->pool(device) : nullptr;
    part.layers = {};
    if (!part.pool) return part;
    part.kvLayout = part.pool->layout();
    part.layers = part.pool->layers();
    return part;
  }

  std::shared_ptr<const graph::Graph> m_graph;
  std::vector<Segment> m_segments;
  std::vector<std::unique_ptr<Executable>> m_executables;
  Crossing m_crossing;
  CrossingMemory& m_memory;
};

class SplitBackend final : public Backend {
 public:
  SplitBackend(Members members, Placement placement)
      : m_members(std::move(members)), m_placement(std::move(placement)) {
    ALCOVE_ASSERT(!m_members.empty());
  }

  const char* kind() const override { return "split"; }
  std::string deviceName() const override {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < m_members.size(); ++i) names.push_back(m_members[i]->deviceName());
    if (m_processorHelps) names.push_back(m_members[0]->deviceName());
    return fmt::format("{}", fmt::join(names, " + "));
  }
  std::string remark() const override {
    if (m_missing.empty()) return {};
    return fmt::format("The processor computes {}, for which the device has no kernel yet.",
                       fmt::join(m_missing, ", "));
  }
  bool supports(const graph::Node& node) const override {
    return std::ranges::any_of(m_members,
                               [&](const auto& member) { return member->supports(node); });
  }
  void prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) override;
  std::uint64_t weightsBytes() const override {
    std::uint64_t bytes = 0;
    for (const auto& member : m_members) bytes += member->weightsBytes();
    return bytes;
  }
  std::uint32_t narrowTokens() const override {
    std::uint32_t least = m_members[0]->narrowTokens();
    for (const auto& member : m_members) least = std::min(least, member->narrowTokens());
    return least;
  }
  void reserve(const graph::Graph& graph) override;
  std::unique_ptr<cache::KvPool> makeCache(const cache::KvLayout& layout,
                                           std::uint32_t blocks) override;
  std::unique_ptr<Executable> compile(std::shared_ptr<const graph::Graph> graph) override {
    std::vector<Segment> segments = cut(*graph, devices(*graph), localLayers(m_placement.caches));
    return std::make_unique<SplitExecutable>(std::move(graph), std::move(segments), m_members,
                                             m_crossingMemory);
  }

 private:
  [[nodiscard]] std::vector<int> devices(const graph::Graph& graph) const {
    return devicesOf(graph, m_placement, [this](int device, const graph::Node& node) {
      return m_members[std::size_t(device)]->supports(node);
    });
  }
  void placeWhatIsMissing(const graph::Graph& graph, std::span<const int> devices);

  Members m_members;
  Placement m_placement;
  CrossingMemory m_crossingMemory;
  bool m_processorHelps = true;     // it computes some part
  std::set<std::string> m_missing;  // ops that run on the processor for want of a kernel
};

// Notes the ops without a kernel; a cache lies where its attention runs.
void SplitBackend::placeWhatIsMissing(const graph::Graph& graph, std::span<const int> devices) {
  const std::vector<Part> parts = partsOf(graph);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const graph::Node& node = graph.nodes[i];
    if (!node.op || devices[i] == m_placement.deviceOf(parts[i])) continue;
    m_missing.insert(node.op->name);
    if (node.op == &ops::kPagedAttention) m_placement.caches[std::size_t(parts[i].layer)] = 0;
  }
}

// Weights that only nodes of streaming parts read.
std::unordered_set<const graph::Weight*> streamed(const graph::Graph& graph,
                                                  const Placement& placement) {
  std::unordered_set<const graph::Weight*> result;
  if (!placement.streamsAny()) return result;
  const std::vector<Part> parts = partsOf(graph);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!graph.nodes[i].op || !placement.streams(parts[i])) continue;
    for (const graph::NodeId id : graph.nodes[i].inputIds())
      if (const graph::Weight* weight = graph.nodes[std::size_t(id)].weight) result.insert(weight);
  }
  return result;
}

std::uint64_t sourceBytes(const graph::Graph& graph) {
  std::uint64_t bytes = 0;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) bytes += node.desc.bytes();
  return bytes;
}

void SplitBackend::prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) {
  const std::vector<int> devices = this->devices(graph);
  placeWhatIsMissing(graph, devices);
  m_processorHelps = std::ranges::find(devices, 0) != devices.end();
  const auto inPlace = streamed(graph, m_placement);
  const double total = double(std::max<std::uint64_t>(sourceBytes(graph), 1));
  double done = 0;
  for (std::size_t i = 0; i < m_members.size(); ++i) {
    const graph::Graph share = shareOf(graph, devices, int(i));
    const double part = double(sourceBytes(share)) / total;
    if (part == 0) continue;
    PrepareHooks own = hooks;
    if (hooks.onProgress)
      own.onProgress = [&](double fraction) {
        return hooks.onProgress(std::min(1.0, done + part * fraction));
      };
    own.inPlace = [&](const graph::Weight& weight) {
      return inPlace.contains(&weight) || (hooks.inPlace && hooks.inPlace(weight));
    };
    takeMemory(*m_members[i], [&] { m_members[i]->prepareWeights(share, own); });
    done += part;
  }
}

void SplitBackend::reserve(const graph::Graph& graph) {
  for (const Segment& segment : cut(graph, devices(graph), localLayers(m_placement.caches))) {
    Backend& member = *m_members[std::size_t(segment.device)];
    takeMemory(member, [&] { member.reserve(*segment.graph); });
  }
}

std::unique_ptr<cache::KvPool> SplitBackend::makeCache(const cache::KvLayout& layout,
                                                       std::uint32_t blocks) {
  std::vector<std::unique_ptr<cache::KvPool>> pools(m_members.size());
  for (std::size_t i = 0; i < m_members.size(); ++i) {
    cache::KvLayout own = layout;
    own.layers = std::uint32_t(std::ranges::count(m_placement.caches, int(i)));
    if (own.layers == 0) continue;
    pools[i] = takeMemory(*m_members[i], [&] { return m_members[i]->makeCache(own, blocks); });
  }
  return std::make_unique<SplitKvPool>(layout, blocks, m_placement.caches, std::move(pools));
}

}  // namespace

std::unique_ptr<Backend> createSplitBackend(std::vector<std::unique_ptr<Backend>> members,
                                            Placement placement) {
  return std::make_unique<SplitBackend>(std::move(members), std::move(placement));
}

}  // namespace alcove::backends::split
