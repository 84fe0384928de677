// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace alcove::kernels::cpu {

// Instruction sets that the kernels are compiled for, slowest first: of ARM and of x86.
enum class Isa : std::uint8_t { Generic, Neon, NeonDot, Avx2, AvxVnni, Avx512Vnni, Amx };
inline constexpr Isa kAllIsas[] = {Isa::Generic, Isa::Neon,       Isa::NeonDot, Isa::Avx2,
                                   Isa::AvxVnni, Isa::Avx512Vnni, Isa::Amx};

// The quantised types that matmul multiplies as integers. A new one is a row here, the row of its
// facts in packed_layout.h, and what takes its blocks apart in pack_blocks.cpp and pack_rows.cpp.
#define ALCOVE_PACKED_TYPES(ROW) \
  ROW(Q8_0)                      \
  ROW(Q4_0)                      \
  ROW(Q4_1)                      \
  ROW(Q4_K)                      \
  ROW(Q5_K)                      \
  ROW(Q6_K)                      \
  ROW(Q5_0)                      \
  ROW(Q5_1)                      \
  ROW(Q2_K)                      \
  ROW(Q3_K)                      \
  ROW(IQ4_NL)                    \
  ROW(IQ4_XS)                    \
  ROW(MXFP4)

// How the values of a matrix or of a KV cache are stored. Block layouts as in the GGUF format.
#define ALCOVE_NAME(type) , type
enum class ValueType : std::uint8_t { F32, F16, BF16 ALCOVE_PACKED_TYPES(ALCOVE_NAME) };
#undef ALCOVE_NAME

}  // namespace alcove::kernels::cpu
