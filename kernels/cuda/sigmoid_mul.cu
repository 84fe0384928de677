// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/sigmoid_mul.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void sigmoidMul(SigmoidMulArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = a.x[i] * sigmoid(a.gate[i / a.columns]);
}

}  // namespace

Status launchSigmoidMul(const SigmoidMulArgs& args, Stream stream) {
  return launchElements(sigmoidMul, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
