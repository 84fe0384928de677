// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "backends/backend.h"
#include "base/thread_pool.h"
#include "cpu/packing.h"

namespace alcove::backends::cpu {

// A weight of matmul is one matrix, one of moe_matmul a matrix for each expert. They are packed one
// by one, each from a multiple of 64 bytes on.
struct PackedSize {
  explicit PackedSize(const graph::Weight& weight);
  kernels::cpu::ValueType type;
  std::size_t matrices;
  std::size_t rows;  // of one matrix
  std::size_t columns;
  std::size_t matrixBytes;  // packed
  [[nodiscard]] std::size_t bytes() const { return matrices * matrixBytes; }
};

struct PackJob {
  const graph::Weight* weight;
  std::byte* packed;  // PackedSize(*weight).bytes()
};

// Packs weights, all together and in their order, which had best be that of the file: every thread
// takes the next piece that nobody has yet. Throws Error Cancelled if the hooks say so, and what
// they throw themselves.
void packWeights(std::span<const PackJob> jobs, const Backend::PrepareHooks& hooks,
                 base::ThreadPool& pool);

}  // namespace alcove::backends::cpu
