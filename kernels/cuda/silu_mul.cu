// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/silu_mul.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void siluMul(SiluMulArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = a.a[i] * sigmoid(a.a[i]) * a.b[i];
}

}  // namespace

Status launchSiluMul(const SiluMulArgs& args, Stream stream) {
  return launchElements(siluMul, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
