// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/plan.h"

#include <algorithm>

#include "backends/cuda/cuda_op_table.h"
#include "backends/matrices.h"
#include "base/assert.h"
#include "cpu/packed_layout.h"
#include "ops/matmul.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cuda;

Value Plan::value(graph::NodeId id) const {
  const graph::Node& node = m_setup.graph.nodes[std::size_t(id)];
  Value value;
  value.desc = node.desc;
  std::byte* data = nullptr;
  if (node.weight) {
    value.weight = &m_setup.weights.find(*node.weight);
    if (value.weight->type == kernels::cpu::ValueType::F32) data = value.weight->memory.data();
  } else if (const auto input = graph::placeOf(m_setup.graph.inputs, id)) {
    data = m_setup.inputs + m_setup.inputRow.offsets[*input];
  } else if (const auto output = graph::placeOf(m_setup.graph.outputs, id)) {
    data = m_setup.output + m_setup.outputRow.offsets[*output];
  } else {
    data = m_setup.arena + m_setup.memory.offsets[std::size_t(id)];
  }
  value.data = reinterpret_cast<float*>(data);
  return value;
}

const DeviceKvPool& Plan::pool() const {
  ALCOVE_ASSERT(m_setup.pool != nullptr);
  return *m_setup.pool;
}

Plan::Plan(const Setup& setup) : m_setup(setup), m_done(setup.graph.nodes.size()) {}

std::size_t Plan::followingIndex() const {
  const std::vector<graph::Node>& nodes = m_setup.graph.nodes;
  std::size_t index = m_index + 1;
  while (index < nodes.size() && (nodes[index].op == nullptr || m_done[index])) ++index;
  return index;
}

const graph::Node* Plan::following() const {
  const std::size_t index = followingIndex();
  return index < m_setup.graph.nodes.size() ? &m_setup.graph.nodes[index] : nullptr;
}

Value Plan::takeFollowing() {
  const std::size_t index = followingIndex();
  ALCOVE_ASSERT(index < m_done.size());
  m_done[index] = true;
  return value(graph::NodeId(index));
}

bool Plan::feedsFollowingAlone() const {
  if (graph::placeOf(m_setup.graph.outputs, id())) return false;
  const std::size_t only = followingIndex();
  const std::vector<graph::Node>& nodes = m_setup.graph.nodes;
  for (std::size_t i = m_index + 1; i < nodes.size(); ++i)
    for (const graph::NodeId input : nodes[i].inputIds())
      if (input == id() && i != only) return false;
  return only < nodes.size();
}

Quantized Plan::quantizedScratch(std::size_t values) {
  const std::size_t blocks = values / kernels::cpu::kSubColumns;
  return {reinterpret_cast<kernel::ActivationWords*>(
              scratch(ScratchUse::ActivationWords,
                      blocks * kernel::kWordsOfBlock * sizeof(kernel::ActivationWords))),
          reinterpret_cast<kernel::ActivationScale*>(
              scratch(ScratchUse::ActivationScales, blocks * sizeof(kernel::ActivationScale)))};
}

Quantized Plan::quantized(int index) {
  const Value x = input(index);
  const Quantized result = quantizedScratch(x.values());
  const graph::NodeId id = node().inputs[std::size_t(index)];
  if (m_quantized != id)
    launch(&kernel::Module::quantizeActivations,
           {x.data, result.words, result.scales,
            std::uint32_t(x.values() / kernels::cpu::kSubColumns)});
  m_quantized = id;
  return result;
}

Quantized Plan::quantizedOutput() {
  const Value y = output();
  if (y.columns() % kernels::cpu::kSubColumns != 0) return {};
  for (const graph::Node& reader : m_setup.graph.nodes) {
    if (!isMatmul(reader) || reader.inputs[0] != id()) continue;
    if (!m_setup.weights.find(*m_setup.graph.nodes[std::size_t(reader.inputs[1])].weight).packed())
      continue;
    m_quantized = id();
    return quantizedScratch(y.values());
  }
  return {};
}

SortedPairs Plan::sorted(int index, std::uint32_t experts) {
  const Value routes = input(index);
  const std::size_t pairs = routes.values() / 2, bytes = sizeof(std::uint32_t);
  const auto get = [&](ScratchUse use, std::size_t count) {
    return reinterpret_cast<std::uint32_t*>(scratch(use, count * bytes));
  };
  kernel::MoeSortArgs args;
  args.routes = routes.data;
  args.order = get(ScratchUse::Order, pairs);
  args.begins = get(ScratchUse::Begins, experts + 1);
  args.cursors = get(ScratchUse::Cursors, experts);
  args.pairs = std::uint32_t(pairs);
  args.used = routes.columns() / 2;
  args.experts = experts;
  const graph::NodeId id = node().inputs[std::size_t(index)];
  if (m_sorted != id) launch(&kernel::Module::moeSort, args);
  m_sorted = id;
  return {args.order, args.begins};
}

void Plan::prefetchNextWeights() {
  constexpr std::uint64_t kLeastCache = std::uint64_t(16) << 20;
  const std::uint64_t cacheBytes = m_setup.device.info().cacheBytes;
  if (cacheBytes < kLeastCache) return;
  const std::vector<graph::Node>& nodes = m_setup.graph.nodes;
  std::size_t next = m_index + 1;
  while (next < nodes.size() && (nodes[next].op != &ops::kMatmul || m_done[next])) ++next;
  // Right behind this one it comes by itself.
  if (next == nodes.size() || next == followingIndex()) return;
  const DeviceWeight& weight =
      m_setup.weights.find(*nodes[std::size_t(nodes[next].inputs[1])].weight);
  if (!weight.packed()) return;
  const kernel::Module& api = m_setup.device.api();
  const kernel::Stream side = m_setup.device.sideStream();
  m_setup.device.check(api.waitFor(side, m_setup.device.stream()), "fork");
  m_prefetched = true;
  m_setup.device.check(api.prefetch({reinterpret_cast<const std::uint8_t*>(weight.memory.data()),
                                     std::min<std::size_t>(weight.memory.bytes(), cacheBytes / 4)},
                                    side),
                       "prefetch");
}

void Plan::planAll() {
  for (m_index = 0; m_index < m_setup.graph.nodes.size(); ++m_index)
    if (node().op && !m_done[m_index]) findCudaOp(*node().op)->plan(*this);
  if (m_prefetched)
    m_setup.device.check(
        m_setup.device.api().waitFor(m_setup.device.stream(), m_setup.device.sideStream()), "join");
}

}  // namespace alcove::backends::cuda
