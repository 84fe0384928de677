// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cuda/paged_attention.h"
#include "cuda/status.h"

namespace alcove::kernels::cuda {

// The tokens of sequences that have many in the batch, on the tensor cores; private to the module.
Status attendByTiles(const PagedAttentionArgs& args, Stream stream);

// Whether it can.
inline bool fitsTiles(const PagedAttentionArgs& args) {
  constexpr std::uint32_t kMostDim = 128;
  const auto fits = [](const CacheCells& cells) {
    return cells.type != cpu::ValueType::F32 && cells.dim <= kMostDim;
  };
  return args.tokenCount >= kTileSequence && fits(args.keys) && fits(args.values);
}

}  // namespace alcove::kernels::cuda
