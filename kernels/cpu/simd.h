// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "cpu/half.h"

// One vocabulary of vector operations for every instruction set; private to the kernels. A file
// that includes this is compiled once per instruction set, with ALCOVE_ISA naming the namespace
// that all of its code belongs to. Nothing with external linkage may come from outside of that
// namespace (no standard library templates): the linker keeps one copy of such a function, which
// might be the one with instructions that this processor lacks.
//
// F32, I32: kLanes values of 32 bits. U8: kLanes words of four bytes.
//   dotPair(acc, w0, x0, w1, x1)  acc + Σ of w0 × x0 + w1 × x1 over the four bytes of each lane;
//                                 w unsigned and below 64, x signed and above -128
//   dotWide(acc, w, x)            the same for one pair and all unsigned w; where kWideIsCentred, w
//                                 counts as w - 128
//   bitField<from, count, to>(v)  in each byte, `count` bits that begin at `from`, moved to `to`
//   lookUp(table, v)              in each byte, the entry of a table of 16 bytes
//   loadHalvedPowers(p)           2^(byte - 128), zero for bytes below 2
//   joinFours(v)                  the sums of the lanes of kLanes vectors, in order, if v[i] is
//                                 sumFours of vectors 4i … 4i + 3
//   opaque(v)                     v, of which the compiler may assume nothing
//   …Partial(p, n)                touches only the first n < kLanes elements; zeros elsewhere
// S16: kLanes pairs of signed 16-bit integers; only where kMultipliesShorts.
//   evenBytes(v), oddBytes(v)     the first and third, the second and fourth byte of each word
//   twice(v)                      each lane's low 16 bits in both places
//   addDotShorts(acc, w, x)       acc += Σ of w × x over the two of each lane. In the order of the
//                                 source, and acc stays in its register: left to itself, GCC 12
//                                 first loads what a whole tile needs and spills the sums for it.
//   dotShorts(a, b)               Σ of a × b over the two of each lane
//   dotBytes(x, w), addDotBytes   Σ of x × w over each two of the four bytes, as 16 bits; x is
//                                 unsigned, w signed, and the sums must fit. addDotBytes keeps its
//                                 order as addDotShorts does.
//   dotSigned(a, b)               the same with a signed, too
//   storeAlternating(p, v)        as 16 bits, of every four lanes the first, third, second, fourth
// Only with AVX-512 VNNI:
//   addDotFours(acc, x, w)        acc += Σ of x × w over the four bytes of each lane; x unsigned, w
//                                 signed; in order, as addDotShorts

#define ALCOVE_INLINE static inline __attribute__((always_inline))

// Asks for memory that is read soon. kLocality: as the compiler's own, 3 is the nearest cache.
template <int kLocality = 3>
ALCOVE_INLINE void prefetchBytes(const void* from, std::size_t bytes) {
  constexpr std::size_t kLineBytes = 64;
  for (std::size_t i = 0; i < bytes; i += kLineBytes)
    __builtin_prefetch(static_cast<const char*>(from) + i, 0, kLocality);
}

#if defined(__AVX512VNNI__)
#include "cpu/simd_avx512.h"
#elif defined(__AVX2__)
#include "cpu/simd_avx2.h"
#elif defined(__ARM_NEON)
#include "cpu/simd_neon.h"
#else
#include "cpu/simd_generic.h"
#endif
