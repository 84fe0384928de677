// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/clamp.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void clamp(ClampArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = fminf(fmaxf(a.x[i], a.low), a.high);
}

}  // namespace

Status launchClamp(const ClampArgs& args, Stream stream) {
  return launchElements(clamp, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
