// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/executable.h"

#include <algorithm>
#include <cstring>

#include "backends/batch_records.h"
#include "backends/cuda/gathered_graph.h"
#include "backends/matrices.h"
#include "base/assert.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cuda;

void SharedMemory::grow(const Device& device, std::size_t arenaBytes, std::size_t inputBytes,
                        std::size_t outputBytes) {
  const auto fit = [&](Memory& memory, std::size_t bytes, MemoryPlace place) {
    if (memory.bytes() >= bytes) return;
    memory = {};  // before there is more: a card may not hold both
    memory = Memory(device, bytes, place);
  };
  fit(arena, arenaBytes, MemoryPlace::Device);
  fit(inputs, inputBytes, MemoryPlace::Device);
  fit(hostInputs, inputBytes, MemoryPlace::Pinned);
  fit(output, outputBytes, MemoryPlace::Device);
  fit(hostOutput, outputBytes, MemoryPlace::Pinned);
}

CudaExecutable::CudaExecutable(const graph::Graph& graph, const Parts& parts)
    : m_graph(std::make_unique<const graph::Graph>(gatherMatmuls(graph))),
      m_memory(planMemoryForPairs(*m_graph)),
      m_inputRow(graph::sideBySide(*m_graph, m_graph->inputs)),
      m_outputRow(graph::sideBySide(*m_graph, m_graph->outputs)),
      m_parts(parts) {}

CudaExecutable::~CudaExecutable() { dropGraph(); }

void CudaExecutable::dropGraph() noexcept {
  if (m_captured != nullptr) (void)m_parts.device.api().destroyGraph(m_captured);
  m_captured = nullptr;
}

void CudaExecutable::writeBatch(const ops::BatchView& batch) {
  m_outputsAt = tokenRecords(batch) * sizeof(kernel::Token);
  m_tablesAt = m_outputsAt + batch.outputs.size() * sizeof(std::uint32_t);
  const std::size_t tableBytes = tableEntries(batch) * sizeof(std::uint32_t);
  if (m_hostBatch.bytes() < m_tablesAt + tableBytes + 1) {
    // Twice what is needed, so that a growing sequence changes it seldom.
    const std::size_t bytes = m_tablesAt + 2 * tableBytes + 256;
    m_hostBatch = Memory(m_parts.device, bytes, MemoryPlace::Pinned);
    m_batch = Memory(m_parts.device, bytes, MemoryPlace::Device);
    std::memset(m_hostBatch.data(), 0, bytes);
  }
  writeRecords(batch, reinterpret_cast<kernel::Token*>(m_hostBatch.data()),
               reinterpret_cast<std::uint32_t*>(m_hostBatch.data() + m_tablesAt));
  std::ranges::copy(batch.outputs,
                    reinterpret_cast<std::uint32_t*>(m_hostBatch.data() + m_outputsAt));
}

CudaExecutable::Bound CudaExecutable::bound(const DeviceKvPool* pool) const {
  const SharedMemory& shared = m_parts.shared;
  return {pool == nullptr ? 0 : pool->serial(),
          shared.arena.serial(),
          shared.inputs.serial(),
          shared.hostInputs.serial(),
          shared.output.serial(),
          shared.hostOutput.serial(),
          m_batch.serial(),
          shared.scratch.serial()};
}

void CudaExecutable::queue(const DeviceKvPool* pool) {
  const SharedMemory& shared = m_parts.shared;
  const Device& device = m_parts.device;
  device.copy(m_batch.data(), m_hostBatch.data(), m_batch.bytes(), kernel::CopyKind::ToDevice);
  if (m_inputRow.bytes > 0)
    device.copy(shared.inputs.data(), shared.hostInputs.data(), m_inputRow.bytes,
                kernel::CopyKind::ToDevice);
  Plan plan({*m_graph, m_memory, m_parts.weights, device, m_parts.shared.scratch,
             shared.arena.data(), shared.inputs.data(), shared.output.data(), m_inputRow,
             m_outputRow, reinterpret_cast<const kernel::Token*>(m_batch.data()),
             reinterpret_cast<const std::uint32_t*>(m_batch.data() + m_tablesAt),
             reinterpret_cast<const std::uint32_t*>(m_batch.data() + m_outputsAt), pool,
             m_parts.exact});
  plan.planAll();
  device.copy(shared.hostOutput.data(), shared.output.data(), m_outputRow.bytes,
              kernel::CopyKind::ToHost);
}

void CudaExecutable::capture(const DeviceKvPool* pool) {
  const Device& device = m_parts.device;
  device.check(device.api().beginCapture(device.stream()), "begin recording");
  try {
    queue(pool);
  } catch (...) {
    (void)device.api().endCapture(device.stream(), &m_captured);
    dropGraph();
    throw;
  }
  device.check(device.api().endCapture(device.stream(), &m_captured), "end recording");
}

void CudaExecutable::reserve() {
  m_parts.device.select();
  m_parts.shared.grow(m_parts.device, m_memory.bytes, m_inputRow.bytes, m_outputRow.bytes);
  std::size_t blocks = 0;  // of quantised activations
  for (const graph::Node& node : m_graph->nodes)
    if (isMatmul(node))
      blocks = std::max(
          blocks, std::size_t(m_graph->nodes[std::size_t(node.inputs[0])].desc.shape.values()) /
                      kernels::cpu::kSubColumns);
  Scratch& scratch = m_parts.shared.scratch;
  (void)scratch.get(ScratchUse::ActivationWords,
                    blocks * kernel::kWordsOfBlock * sizeof(kernel::ActivationWords));
  (void)scratch.get(ScratchUse::ActivationScales, blocks * sizeof(kernel::ActivationScale));
}

void CudaExecutable::run(const ops::BatchView& batch,
                         std::span<const std::span<const float>> inputs,
                         std::span<const std::span<float>> outputs) {
  ALCOVE_ASSERT(std::int64_t(batch.tokens.size()) == m_graph->shape.tokens);
  const auto* const pool = dynamic_cast<const DeviceKvPool*>(batch.pool);
  ALCOVE_ASSERT(pool != nullptr || batch.pool == nullptr);
  const Device& device = m_parts.device;
  device.select();
  writeBatch(batch);
  m_parts.shared.grow(device, m_memory.bytes, m_inputRow.bytes, m_outputRow.bytes);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    std::memcpy(m_parts.shared.hostInputs.data() + m_inputRow.offsets[i], inputs[i].data(),
                inputs[i].size_bytes());
  if (bound(pool) != m_bound) {
    dropGraph();
    m_bound = {};
    queue(pool);
    m_bound = bound(pool);
  } else {
    if (m_captured == nullptr) capture(pool);
    device.check(device.api().launchGraph(m_captured, device.stream()), "start a recorded graph");
  }
  device.synchronize();
  for (std::size_t i = 0; i < outputs.size(); ++i)
    std::memcpy(outputs[i].data(), m_parts.shared.hostOutput.data() + m_outputRow.offsets[i],
                outputs[i].size_bytes());
}

}  // namespace alcove::backends::cuda
