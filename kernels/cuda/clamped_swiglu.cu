// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/clamped_swiglu.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void clampedSwiglu(ClampedSwigluArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep()) {
    const float gate = fminf(a.a[i], a.limit);
    const float up = fminf(fmaxf(a.b[i], -a.limit), a.limit);
    a.y[i] = gate * sigmoid(a.alpha * gate) * (up + 1.0f);
  }
}

}  // namespace

Status launchClampedSwiglu(const ClampedSwigluArgs& args, Stream stream) {
  return launchElements(clampedSwiglu, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
