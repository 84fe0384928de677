// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/soft_cap.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void softCap(SoftCapArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = a.cap * tanhf(a.x[i] / a.cap);
}

}  // namespace

Status launchSoftCap(const SoftCapArgs& args, Stream stream) {
  return launchElements(softCap, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
