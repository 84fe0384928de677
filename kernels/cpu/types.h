// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace alcove::kernels::cpu {

// Instruction sets that the kernels are compiled for, slowest first.
enum class Isa : std::uint8_t { Generic, Avx2, Avx512Vnni };
inline constexpr int kIsaCount = 3;

// How the values of a matrix or of a KV cache are stored. Block layouts as in the GGUF format.
enum class ValueType : std::uint8_t { F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K, Q5_K, Q6_K };

}  // namespace alcove::kernels::cpu
