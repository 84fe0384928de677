// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/moe_combine.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void moeCombine(MoeCombineArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep()) {
    const std::uint32_t token = i / a.columns;
    float sum = 0;
    for (std::uint32_t expert = 0; expert < a.used; ++expert)
      sum += a.routes[(token * 2 + 1) * a.used + expert] *
             a.x[std::size_t(token * a.used + expert) * a.columns + i % a.columns];
    a.y[i] = sum;
  }
}

}  // namespace

Status launchMoeCombine(const MoeCombineArgs& args, Stream stream) {
  return launchElements(moeCombine, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
