// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "backends/backend.h"
#include "backends/cpu/anonymous_memory.h"
#include "backends/memory_rules.h"
#include "base/thread_pool.h"
#include "cpu/types.h"

namespace alcove::backends::cpu {

// A weight as the kernels read it: packed (see kernels/cpu/packing.h), or as it stands in the file.
struct PreparedWeight {
  kernels::cpu::ValueType type{};
  const std::byte* data = nullptr;
  bool packed = false;
  std::size_t expertBytes = 0;  // from one expert's matrix to the next's, where there are several
};

// The kernels' name for a block type; nothing if they have no code for it.
[[nodiscard]] std::optional<kernels::cpu::ValueType> kernelType(const quant::BlockType& type);

// The weights of one model in the layout of the CPU kernels. Read by all threads once prepared.
class WeightStore {
 public:
  // Packs every quantised weight that a matmul of `graph` reads, each expert's matrix by itself;
  // `exact` packs none.
  void prepare(const graph::Graph& graph, bool exact, base::ThreadPool& pool,
               const Backend::PrepareHooks& hooks);

  // Has them all as prepare() would, but without their bytes: enough to plan what reads them.
  void assume(const graph::Graph& graph);

  // Null for a weight that stayed as it is in the file.
  [[nodiscard]] const PreparedWeight* find(const graph::Weight& weight) const;
  [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

  // What prepare() would hold and what it would leave in the file.
  [[nodiscard]] static WeightsBytes bytesOf(const graph::Graph& graph);

 private:
  AnonymousMemory m_memory;
  std::unordered_map<const graph::Weight*, PreparedWeight> m_weights;
  std::uint64_t m_bytes = 0;
};

}  // namespace alcove::backends::cpu
