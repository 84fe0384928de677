// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/plan_context.h"

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {
namespace {

// Where the caller's values stand in the plan's numbering: beyond any arena, and far apart.
constexpr std::size_t kSlotAddress = std::size_t(1) << 62;
constexpr std::size_t kSlotDistance = std::size_t(1) << 48;
// Stands for whatever an observer writes to.
constexpr std::size_t kObserverAddress = std::size_t(1) << 63;

std::vector<ops::TensorView> viewsOf(const std::vector<Value>& values) {
  std::vector<ops::TensorView> views;
  for (const Value& value : values) views.push_back({value.desc, value.buffer.data()});
  return views;
}

}  // namespace

PlanContext::PlanContext(const Setup& setup)
    : m_setup(setup),
      m_plan(graph::planMemory(setup.graph)),
      m_lastUses(graph::lastUses(setup.graph)) {}

Value PlanContext::value(graph::NodeId id) const {
  const graph::Node& node = m_setup.graph.nodes[std::size_t(id)];
  Value value;
  value.desc = node.desc;
  value.weight = node.weight;
  value.buffer.bytes = node.desc.bytes();
  if (node.weight) {
    // Never written, and outside the plan's numbering: nothing waits for a constant.
    value.buffer.base = const_cast<std::byte* const*>(&node.weight->bytes);
    value.buffer.bytes = 0;
    return value;
  }
  const graph::Graph& graph = m_setup.graph;
  std::optional<std::size_t> slot = graph::placeOf(graph.inputs, id);
  if (!slot) {
    slot = graph::placeOf(graph.outputs, id);
    if (slot) *slot += graph.inputs.size();
  }
  if (slot) {
    value.buffer.base = m_setup.slots + *slot;
    value.buffer.address = kSlotAddress + *slot * kSlotDistance;
  } else {
    value.buffer.base = m_setup.arena;
    value.buffer.offset = value.buffer.address = m_plan.offsets[std::size_t(id)];
  }
  return value;
}

Buffer PlanContext::extra(std::size_t bytes, std::size_t lastUse) {
  const std::size_t offset = m_plan.bytes + m_extra.place(bytes, m_index, lastUse);
  return {m_setup.arena, offset, bytes, offset};
}

Buffer PlanContext::bufferForInput(int index, std::size_t bytes) {
  return extra(bytes, m_lastUses[std::size_t(node().inputs[std::size_t(index)])]);
}

Buffer PlanContext::bufferForRun(std::size_t bytes) {
  return extra(bytes, m_setup.graph.nodes.size());
}

std::vector<Value> PlanContext::inputs(Step& step) const {
  std::vector<Value> values;
  for (int i = 0; i < node().inputCount; ++i) {
    values.push_back(input(i));
    step.accesses.push_back(values.back().buffer.read());
  }
  return values;
}

void PlanContext::planReference() {
  Step step;
  const std::vector<Value> values = inputs(step);
  step.accesses.push_back(output().buffer.write());
  step.run = [op = node().op, attributes = node().attributes, values,
              output = output()](const StepContext& context) {
    op->reference(
        {viewsOf(values), {output.desc, output.buffer.data()}, attributes, context.batch});
  };
  m_steps.push_back(std::move(step));
}

void PlanContext::planObservation() {
  Step step;
  step.run = [observer = m_setup.observer, &graph = m_setup.graph, &observed = node(),
              values = inputs(step)](const StepContext&) {
    observer->observe(graph, observed, viewsOf(values));
  };
  // One at a time, in the order of the nodes.
  step.accesses.push_back({kObserverAddress, kObserverAddress + 1, true});
  m_steps.push_back(std::move(step));
}

void PlanContext::planAll() {
  for (m_index = 0; m_index < m_setup.graph.nodes.size(); ++m_index) {
    if (!node().op) continue;
    if (m_setup.observer && m_setup.observer->wants(m_setup.graph, node())) planObservation();
    if (const CpuOp* row = findCpuOp(*node().op))
      row->plan(*this);
    else
      planReference();
  }
  placeBarriers(m_steps);
}

}  // namespace alcove::backends::cpu
