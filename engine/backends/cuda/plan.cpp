// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/plan.h"

#include "backends/cuda/cuda_op_table.h"
#include "base/assert.h"

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
  } else if (id == m_setup.graph.output) {
    data = m_setup.output;
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

Quantized Plan::quantized(int index) {
  const Value x = input(index);
  const std::size_t blocks = std::size_t(x.values()) / 32;
  kernel::QuantizeActivationsArgs args;
  args.x = x.data;
  args.words = reinterpret_cast<kernel::ActivationWords*>(
      scratch(ScratchUse::ActivationWords,
              blocks * kernel::kWordsOfBlock * sizeof(kernel::ActivationWords)));
  args.scales = reinterpret_cast<kernel::ActivationScale*>(
      scratch(ScratchUse::ActivationScales, blocks * sizeof(kernel::ActivationScale)));
  args.blocks = std::uint32_t(blocks);
  const graph::NodeId id = node().inputs[std::size_t(index)];
  if (m_quantized != id) launch(&kernel::Module::quantizeActivations, args);
  m_quantized = id;
  return {args.words, args.scales};
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

void Plan::planAll() {
  for (m_index = 0; m_index < m_setup.graph.nodes.size(); ++m_index)
    if (node().op) findCudaOp(*node().op)->plan(*this);
}

}  // namespace alcove::backends::cuda
