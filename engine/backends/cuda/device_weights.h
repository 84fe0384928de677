// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "backends/backend.h"
#include "backends/cuda/memory.h"
#include "cpu/types.h"

namespace alcove::backends::cuda {

// A weight where kernels read it: packed as for the processor's kernels (kernels/cpu/packing.h), or
// row by row as F32, F16 or BF16. Matrices alone are other than F32.
struct DeviceWeight {
  kernels::cpu::ValueType type = kernels::cpu::ValueType::F32;
  Memory memory;
  std::size_t expertBytes = 0;  // from one expert's matrix to the next's, where there are several
  [[nodiscard]] bool packed() const;
};

// What matmuls and embeddings read, whose kernels know more types than F32.
[[nodiscard]] std::unordered_set<const graph::Weight*> matricesAndTables(const graph::Graph& graph);

// The weights of one model on one device, which outlives them.
class DeviceWeights {
 public:
  // `exact`: nothing is packed or rounded, all weights are what their blocks mean.
  DeviceWeights(const Device& device, bool exact) : m_device(device), m_exact(exact) {}

  // Throws Error OutOfMemory, Device or Cancelled.
  void prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks);
  // REQUIRES: the weight was in the graph.
  [[nodiscard]] const DeviceWeight& find(const graph::Weight& weight) const {
    return m_weights.at(&weight);
  }
  [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

 private:
  class Upload;
  void add(const graph::Weight& weight, bool matrix, Upload& upload);

  const Device& m_device;
  bool m_exact;
  std::unordered_map<const graph::Weight*, DeviceWeight> m_weights;
  std::uint64_t m_bytes = 0;
};

}  // namespace alcove::backends::cuda
