// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "quantize/quantizer.h"

namespace alcove::quantize {

// Turns tensors from one block type into another, piece by piece, with all threads of a pool and
// the fastest kernels of this processor. Which thread does what makes no difference to the bytes.
class TensorEncoder {
 public:
  explicit TensorEncoder(base::ThreadPool& pool);

  // Calls `write` on this thread with the tensor's bytes from front to back, and with how many
  // bytes of the source each piece took. Throws Error Corrupt for weights that cannot be stored,
  // and what `write` throws.
  using Write = std::function<void(std::span<const std::byte> bytes, std::uint64_t sourceBytes)>;
  void encode(const TensorPlan& plan, const Write& write);

 private:
  struct Piece;  // of one matrix, rows next to each other

  void copy(const TensorPlan& plan, const Write& write);
  void encodePieces(const TensorPlan& plan, std::span<const Piece> pieces);

  base::ThreadPool& m_pool;
  std::vector<std::vector<float>> m_values;  // per thread
  std::vector<std::byte> m_blocks;           // of the pieces that are worked on
};

}  // namespace alcove::quantize
