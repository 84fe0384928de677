// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/silu_mul.h"

#include "cuda/elementwise.h"
#include "cuda/quantize.h"

namespace alcove::kernels::cuda {
namespace {

__device__ inline float siluMulOf(float a, float b) { return a * sigmoid(a) * b; }

__global__ void siluMul(SiluMulArgs a) {
  for (std::uint32_t i = firstElement(); i < a.count; i += elementStep())
    a.y[i] = siluMulOf(a.a[i], a.b[i]);
}

// A thread: four elements.
__global__ void siluMulQuantized(SiluMulArgs a) {
  const std::uint32_t fours = a.count / 4;
  for (std::uint32_t i = firstElement(); i < (fours + kLanes - 1) / kLanes * kLanes;
       i += elementStep()) {
    const bool valid = i < fours;
    float4 y{};
    if (valid) {
      const float4 gate = reinterpret_cast<const float4*>(a.a)[i];
      const float4 up = reinterpret_cast<const float4*>(a.b)[i];
      y = make_float4(siluMulOf(gate.x, up.x), siluMulOf(gate.y, up.y), siluMulOf(gate.z, up.z),
                      siluMulOf(gate.w, up.w));
      reinterpret_cast<float4*>(a.y)[i] = y;
    }
    quantizeFour(y, i / kLanesOfBlock, valid, a.words, a.scales);
  }
}

}  // namespace

Status launchSiluMul(const SiluMulArgs& args, Stream stream) {
  if (args.words == nullptr) return launchElements(siluMul, args.count, stream, args);
  return launchElements(siluMulQuantized, args.count / 4, stream, args);
}

}  // namespace alcove::kernels::cuda
