// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/scale.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void scale(ScaleArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = a.factor * a.x[i];
}

}  // namespace

Status launchScale(const ScaleArgs& args, Stream stream) {
  return launchElements(scale, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
