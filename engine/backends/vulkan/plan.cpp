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
  } else if (const auto input = graph::placeOf(m_setup.graph.inputs, id)) {
    value.binding = {m_setup.inputs.handle(), m_setup.inputRow.offsets[*input], node.desc.bytes()};
  } else if (const auto output = graph::placeOf(m_setup.graph.outputs, id)) {
    value.binding = {m_setup.output.handle(), m_setup.outputRow.offsets[*output],
                     node.desc.bytes()};
  } else {
    value.binding = {m_setup.arena.handle(), m_setup.memory.offsets[std::size_t(id)],
                     node.desc.bytes()};
  }
  return value;
}

std::array<std::uint32_t, 3> Plan::groupsFor(std::uint32_t elements) {
  constexpr std::uint32_t kMost = 65535;  // of one dimension, on every device
  return {std::clamp((elements + kElementThreads - 1) / kElementThreads, 1u, kMost), 1, 1};
}

// Every kernel waits for the one before.
void Plan::record(const Dispatch& dispatch, std::span<const std::byte> push) {
  const Pipeline& pipeline = m_setup.pipelines.get(dispatch.shader, dispatch.constants);
  m_setup.recording.dispatch(pipeline, dispatch.bindings, push, dispatch.groups);
  m_setup.recording.barrier();
}

void Plan::planAll() {
  for (m_index = 0; m_index < m_setup.graph.nodes.size(); ++m_index)
    if (node().op) findVulkanOp(*node().op)->plan(*this);
}

}  // namespace alcove::backends::vulkan
