// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/launch.h"
#include "cuda/quantize.h"

namespace alcove::kernels::cuda {
namespace {

constexpr int kThreads = 256;

__global__ void quantizeActivations(QuantizeActivationsArgs a) {
  const std::uint32_t four = blockIdx.x * kThreads + threadIdx.x, block = four / kLanesOfBlock;
  const bool valid = block < a.blocks;
  const float4 x = valid ? reinterpret_cast<const float4*>(a.x)[four] : make_float4(0, 0, 0, 0);
  quantizeFour(x, block, valid, a.words, a.scales);
}

}  // namespace

Status launchQuantizeActivations(const QuantizeActivationsArgs& args, Stream stream) {
  constexpr std::uint32_t kBlocks = kThreads / kLanesOfBlock;
  return launch(quantizeActivations, dim3((args.blocks + kBlocks - 1) / kBlocks), dim3(kThreads),
                stream, args);
}

}  // namespace alcove::kernels::cuda
