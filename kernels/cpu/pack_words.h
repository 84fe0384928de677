// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/simd.h"

// Words of kLanes rows side by side, as vectors of the compiler: packing only moves bits, which
// needs no operation that C++ does not have. Private to the kernels, with the rules of simd.h.

namespace alcove::kernels::cpu::ALCOVE_ISA {

using Byte = std::uint8_t;
using Words = std::uint32_t __attribute__((vector_size(kLanes * 4)));  // one word of each row
using WordBytes = Byte __attribute__((vector_size(kLanes * 4)));
using FourWords = std::uint32_t __attribute__((vector_size(16)));
using EightWords = std::uint32_t __attribute__((vector_size(32)));

// Elements of vectors a and b, the same ones in each 16 bytes: words i … l, and bytes.
#define ALCOVE_BYTE_COLUMNS(o)                                                               \
  o, o + 4, o + 8, o + 12, o + 1, o + 5, o + 9, o + 13, o + 2, o + 6, o + 10, o + 14, o + 3, \
      o + 7, o + 11, o + 15
#if defined(__AVX512VNNI__)
#define ALCOVE_SHUFFLE(a, b, i, j, k, l)                                                     \
  __builtin_shufflevector(a, b, i, j, k, l, i + 4, j + 4, k + 4, l + 4, i + 8, j + 8, k + 8, \
                          l + 8, i + 12, j + 12, k + 12, l + 12)
#define ALCOVE_SHUFFLE_BYTES(a)                                                  \
  __builtin_shufflevector(a, a, ALCOVE_BYTE_COLUMNS(0), ALCOVE_BYTE_COLUMNS(16), \
                          ALCOVE_BYTE_COLUMNS(32), ALCOVE_BYTE_COLUMNS(48))
#elif defined(__AVX2__)
#define ALCOVE_SHUFFLE(a, b, i, j, k, l) \
  __builtin_shufflevector(a, b, i, j, k, l, i + 4, j + 4, k + 4, l + 4)
#define ALCOVE_SHUFFLE_BYTES(a) \
  __builtin_shufflevector(a, a, ALCOVE_BYTE_COLUMNS(0), ALCOVE_BYTE_COLUMNS(16))
#else
#define ALCOVE_SHUFFLE(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#define ALCOVE_SHUFFLE_BYTES(a) __builtin_shufflevector(a, a, ALCOVE_BYTE_COLUMNS(0))
#endif

ALCOVE_INLINE void storeWords(void* to, Words words) { storeUnaligned(to, words); }

// Word 0 of each row; rows are `stride` bytes apart.
ALCOVE_INLINE Words loadWord(const Byte* from, std::size_t stride) {
  Words words = {};
  for (std::size_t i = 0; i < kLanes; ++i)
    words[i] = loadUnaligned<std::uint32_t>(from + i * stride);
  return words;
}

// Four words of each of the rows 0, 4, 8 …
ALCOVE_INLINE Words loadEveryFourth(const Byte* from, std::size_t stride) {
  const auto four = [&](std::size_t i) { return loadUnaligned<FourWords>(from + 4 * i * stride); };
#if defined(__AVX2__)
  const auto eight = [&](std::size_t i) -> EightWords {
    return __builtin_shufflevector(four(i), four(i + 1), 0, 1, 2, 3, 4, 5, 6, 7);
  };
#if defined(__AVX512VNNI__)
  return __builtin_shufflevector(eight(0), eight(2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
                                 14, 15);
#else
  return eight(0);
#endif
#else
  return four(0);
#endif
}

// words[w] gets word w of each row.
ALCOVE_INLINE void loadTransposed(const Byte* from, std::size_t stride, Words (&words)[4]) {
  constexpr int kB = int(kLanes);  // where the second vector's elements begin
  const Words a = loadEveryFourth(from, stride);
  const Words b = loadEveryFourth(from + stride, stride);
  const Words c = loadEveryFourth(from + 2 * stride, stride);
  const Words d = loadEveryFourth(from + 3 * stride, stride);
  const Words ab01 = ALCOVE_SHUFFLE(a, b, 0, kB, 1, kB + 1);
  const Words ab23 = ALCOVE_SHUFFLE(a, b, 2, kB + 2, 3, kB + 3);
  const Words cd01 = ALCOVE_SHUFFLE(c, d, 0, kB, 1, kB + 1);
  const Words cd23 = ALCOVE_SHUFFLE(c, d, 2, kB + 2, 3, kB + 3);
  words[0] = ALCOVE_SHUFFLE(ab01, cd01, 0, 1, kB, kB + 1);
  words[1] = ALCOVE_SHUFFLE(ab01, cd01, 2, 3, kB + 2, kB + 3);
  words[2] = ALCOVE_SHUFFLE(ab23, cd23, 0, 1, kB, kB + 1);
  words[3] = ALCOVE_SHUFFLE(ab23, cd23, 2, 3, kB + 2, kB + 3);
}

// Of each four rows' words: word j gets their bytes j.
ALCOVE_INLINE Words byteColumns(Words words) {
  const auto bytes = reinterpret_cast<WordBytes>(words);
  return reinterpret_cast<Words>(WordBytes(ALCOVE_SHUFFLE_BYTES(bytes)));
}

#undef ALCOVE_BYTE_COLUMNS
#undef ALCOVE_SHUFFLE
#undef ALCOVE_SHUFFLE_BYTES

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
