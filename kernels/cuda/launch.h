// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime.h>

#include "cuda/status.h"

// How kernels are started; private to the module.

namespace alcove::kernels::cuda {

// Ok, or what the status of the run time means; keeps its words for Module::lastMessage().
Status statusOf(cudaError_t error);

// Starts a kernel, whose one parameter is its argument struct. A block has 48 KiB of shared memory
// at most: what every device gives without being asked.
template <class Args>
Status launch(void (*kernel)(Args), dim3 grid, dim3 block, Stream stream, const Args& args,
              std::size_t sharedBytes = 0) {
  void* parameters[] = {const_cast<Args*>(&args)};
  return statusOf(cudaLaunchKernel(kernel, grid, block, parameters, sharedBytes,
                                   static_cast<cudaStream_t>(stream)));
}

}  // namespace alcove::kernels::cuda
