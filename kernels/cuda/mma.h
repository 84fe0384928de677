// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// One product of small matrices on the tensor cores, for all lanes of a warp: D += A · B. How the
// elements lie in the lanes' registers is what NVIDIA's "Parallel Thread Execution ISA", chapter
// "Warp Level Matrix Instructions", says of mma.sync.
//
// Rows of A and D: lane / 4, and 8 more in every other register. Columns of B: lane / 4. Columns of
// D: lane % 4 × 2 and the next. Along the inner dimension a register holds four bytes or two
// halves, from lane % 4 times that on, and the same plus half of the inner size in the second set.

#ifdef __CUDACC__

namespace alcove::kernels::cuda {

// A 16×32, B 32×8, signed bytes. a: rows, rows + 8, both again 16 further in.
static __device__ inline void multiplyBytes32(int (&d)[4], const std::uint32_t (&a)[4],
                                              std::uint32_t b0, std::uint32_t b1) {
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#else
#define ALCOVE_MMA(first, second, left, right)                                       \
  asm("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0,%1}, {%2}, {%3}, {%0,%1};" \
      : "+r"(first), "+r"(second)                                                    \
      : "r"(left), "r"(right))
  ALCOVE_MMA(d[0], d[1], a[0], b0);
  ALCOVE_MMA(d[2], d[3], a[1], b0);
  ALCOVE_MMA(d[0], d[1], a[2], b1);
  ALCOVE_MMA(d[2], d[3], a[3], b1);
#endif
}

// A 16×16, B 16×8, signed bytes.
static __device__ inline void multiplyBytes16(int (&d)[4], std::uint32_t a0, std::uint32_t a1,
                                              std::uint32_t b) {
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k16.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5}, {%6}, "
      "{%0,%1,%2,%3};"
      : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
      : "r"(a0), "r"(a1), "r"(b));
#else
  ALCOVE_MMA(d[0], d[1], a0, b);
  ALCOVE_MMA(d[2], d[3], a1, b);
#undef ALCOVE_MMA
#endif
}

// A 16×16, B 16×8, float16; D float32.
static __device__ inline void multiplyHalves(float (&d)[4], const std::uint32_t (&a)[4],
                                             std::uint32_t b0, std::uint32_t b1) {
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#else
#define ALCOVE_MMA(left0, left1, right)                                                 \
  asm("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, " \
      "{%0,%1,%2,%3};"                                                                  \
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])                                  \
      : "r"(left0), "r"(left1), "r"(right))
  ALCOVE_MMA(a[0], a[1], b0);
  ALCOVE_MMA(a[2], a[3], b1);
#undef ALCOVE_MMA
#endif
}

// Two differences of halves.
static __device__ inline std::uint32_t subtractHalves(std::uint32_t a, std::uint32_t b) {
  std::uint32_t result;
  asm("sub.f16x2 %0, %1, %2;" : "=r"(result) : "r"(a), "r"(b));
  return result;
}

}  // namespace alcove::kernels::cuda

#else
#include <cuda_on_cpu/mma_model.h>  // the same in plain C++
#endif
