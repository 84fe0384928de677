// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace alcove::kernels::cuda {

// Activations as 16-bit integers for each 32 columns, cut into two signed bytes, so that they meet
// packed weights in integer arithmetic: activation = scale × (256 × upper + lower). A single byte
// is what costs 8-bit inference its accuracy; two cost a second integer product, and memory is what
// those kernels wait for.
//
// In words of four columns, as packed weights have them: entry g holds columns 4g … 4g + 3 and
// 16 + 4g … 16 + 4g + 3, and fits the fragments of the tensor cores as it is.
struct alignas(16) ActivationWords {
  std::uint32_t firstUpper;
  std::uint32_t firstLower;
  std::uint32_t secondUpper;
  std::uint32_t secondLower;
};

// What a block of 32 columns needs beside its words.
struct alignas(16) ActivationScale {
  float scale;
  float sumFirst;  // of the activations as quantised, columns 0 … 15
  float sumSecond;
  float sum;
};

inline constexpr std::size_t kWordsOfBlock = 4;  // entries of ActivationWords

// For matrices of `rows` rows and `columns` columns, a multiple of 32.
struct QuantizeActivationsArgs {
  const float* x = nullptr;           // [rows, columns]
  ActivationWords* words = nullptr;   // [rows, columns / 32, kWordsOfBlock]
  ActivationScale* scales = nullptr;  // [rows, columns / 32]
  std::uint32_t blocks = 0;           // rows × columns / 32
};

}  // namespace alcove::kernels::cuda
