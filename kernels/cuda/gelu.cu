// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/gelu.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void gelu(GeluArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep()) {
    const float x = a.x[i];
    const float share = a.tanh ? sigmoid(1.59576912f * (x + 0.044715f * x * x * x))
                               : 0.5f * erfcf(-0.70710678f * x);
    a.y[i] = x * share * (a.up == nullptr ? 1.0f : a.up[i]);
  }
}

}  // namespace

Status launchGelu(const GeluArgs& args, Stream stream) {
  return launchElements(gelu, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
