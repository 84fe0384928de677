// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/add.h"

#include "cuda/elementwise.h"

namespace alcove::kernels::cuda {
namespace {

__global__ void add(AddArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep()) a.y[i] = a.a[i] + a.b[i];
}

}  // namespace

Status launchAdd(const AddArgs& args, Stream stream) {
  return launchElements(add, args.count, stream, args);
}

}  // namespace alcove::kernels::cuda
