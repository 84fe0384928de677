// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/plan.h"

#include <algorithm>

#include "backends/vulkan/vulkan_op_table.h"

namespace alcove::backends::vulkan {

Value Plan::value(graph::NodeId id) const {
  const graph::Node& node = m_setup.graph.nodes[std::size_t(id)];
  Value value;
  value.desc = node.desc;
  if (node.weight) {
    value.weight = &m_setup.weights.find(*node.weight);
    if (value.weight->parts.size() == 1) value.binding = value.weight->parts[0].binding;
  } else if (id == m_setup.graph.output) {
    value.binding = {m_setup.output.handle(), 0, node.desc.bytes()};
  } else {
    value.binding = {m_setup.arena.handle(), m_setup.memory.offsets[std::size_t(id)],
                     node.desc.bytes()};
  }
  return value;
}

// A program that plays a card starts each subgroup by itself, at some expense.
std::uint32_t Plan::elementThreads() const {
  return traits().isSoftware() ? std::max(traits().subgroupSize, 4u) : 64;
}

std::array<std::uint32_t, 3> Plan::groupsFor(std::uint32_t elements) const {
  constexpr std::uint32_t kMost = 65535;  // of one dimension, on every device
  const std::uint32_t threads = elementThreads();
  return {std::clamp((elements + threads - 1) / threads, 1u, traits().isSoftware() ? 32u : kMost),
          1, 1};
}

Binding Plan::scratch(std::size_t bytes) {
  const Binding binding{VK_NULL_HANDLE, m_scratchUsed, bytes};
  constexpr std::size_t kAlignment = graph::ArenaPlanner::kAlignment;
  m_scratchUsed += (bytes + kAlignment - 1) / kAlignment * kAlignment;
  m_scratchBytes = std::max(m_scratchBytes, m_scratchUsed);
  return binding;
}

void Plan::add(const Kernel& kernel, std::span<const std::byte> push) {
  m_dispatches.push_back({&m_setup.pipelines.get(kernel.shader, kernel.constants),
                          kernel.reads,
                          kernel.output,
                          {push.begin(), push.end()},
                          kernel.groups});
}

void Plan::planAll() {
  for (m_index = 0; m_index < m_setup.graph.nodes.size(); ++m_index) {
    m_scratchUsed = 0;
    if (node().op) findVulkanOp(*node().op)->plan(*this);
  }
}

void Plan::record(Recording& recording, const Buffer& scratch) {
  const auto resolve = [&](Binding& binding) {
    if (binding.buffer == VK_NULL_HANDLE) binding.buffer = scratch.handle();
  };
  for (Dispatch& dispatch : m_dispatches) {
    resolve(dispatch.output);
    for (Texels& texels : dispatch.reads) resolve(texels.binding);
    recording.dispatch(dispatch);
  }
}

}  // namespace alcove::backends::vulkan
