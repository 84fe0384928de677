// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "backends/backend.h"
#include "backends/cuda/plan.h"

namespace alcove::backends::cuda {

// Memory that the executables of one backend take turns in.
struct SharedMemory {
  explicit SharedMemory(const Device& device) : scratch(device) {}
  void grow(const Device& device, std::size_t arenaBytes, std::size_t inputBytes,
            std::size_t outputBytes);

  Memory arena;
  Memory inputs, output;          // on the card
  Memory hostInputs, hostOutput;  // pinned
  Scratch scratch;
};

// A graph for one shape of batch. Its first run queues kernel after kernel; if the next finds
// everything at the same addresses, it is captured as a CUDA graph, which further ones replay.
class CudaExecutable final : public Executable {
 public:
  struct Parts {
    const Device& device;
    const DeviceWeights& weights;
    SharedMemory& shared;
    bool exact;  // BackendOptions::exactWeights
  };

  // Keeps no reference to the graph.
  CudaExecutable(const graph::Graph& graph, const Parts& parts);
  ~CudaExecutable() override;

  // Takes the memory of the backend that its runs need.
  void reserve();

  using Executable::run;
  void run(const ops::BatchView& batch, std::span<const std::span<const float>> inputs,
           std::span<const std::span<float>> outputs) override;

 private:
  // The serials of what the queued work reads and writes.
  using Bound = std::array<std::uint64_t, 8>;

  void writeBatch(const ops::BatchView& batch);
  [[nodiscard]] Bound bound(const DeviceKvPool* pool) const;
  void queue(const DeviceKvPool* pool);
  void capture(const DeviceKvPool* pool);
  void dropGraph() noexcept;

  std::unique_ptr<const graph::Graph> m_graph;
  graph::MemoryPlan m_memory;
  graph::RowOfValues m_inputRow, m_outputRow;
  Parts m_parts;
  // The batch, here and on the card: a Token each, then the indices of outputs, then all tables.
  Memory m_hostBatch, m_batch;
  std::size_t m_outputsAt = 0, m_tablesAt = 0;
  kernels::cuda::Graph m_captured = nullptr;
  Bound m_bound{};
};

}  // namespace alcove::backends::cuda
