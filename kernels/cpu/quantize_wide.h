// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/activation_steps.h"
#include "cpu/matmul_wide.h"

// Activations for wide batches: what their forms have in common; private to the kernels.

namespace alcove::kernels::cpu::ALCOVE_ISA {

// Sums of the activations as rounded. `block.scale` is set.
template <class Block>
ALCOVE_INLINE void storeSums(const BlockIntegers& integers, Block& block) {
  const HalfSums sums = sumHalves(integers);
  block.firstSum = block.scale * float(sums.first);
  block.secondSum = block.scale * float(sums.second);
  block.sum = block.firstSum + block.secondSum;
}

// Every 32 activations of the tokens wanted, as `quantize` writes them, where the kernels of wide
// batches look for them.
template <class Block>
ALCOVE_INLINE void quantizeBlocks(const QuantizeArgs& args,
                                  void (*quantize)(const BlockValues& values, Block& to)) {
  const std::size_t blocks = args.columns / kSubColumns;
  auto* const to = reinterpret_cast<Block*>(args.activations);
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const float* from = args.input + token * args.inputStride;
    for (std::size_t block = 0; block < blocks; ++block) {
      BlockValues values;
      loadBlock(from + block * kSubColumns, values);
      quantize(values, to[wideBlockIndex(token, block, args.tokens, blocks)]);
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
