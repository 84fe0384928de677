// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/kv_write.h"

#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

void writeHalves(const float* from, std::byte* to, std::size_t count) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) storeHalf(to + 2 * i, load(from + i));
  if (i < count) storeHalfPartial(to + 2 * i, loadPartial(from + i, count - i), count - i);
}

}  // namespace

void kvWrite(const KvWriteArgs& args) {
  const bool half = args.cacheType == ValueType::F16;
  const std::size_t rowBytes = args.dim * (half ? 2 : 4);
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const std::size_t position = args.start + token;
    const std::size_t block = args.blockTable[position / args.blockTokens];
    const float* from = args.input + token * args.inputStride;
    std::byte* to = args.cache + block * args.blockBytes + position % args.blockTokens * rowBytes;
    for (std::size_t head = 0; head < args.kvHeads; ++head) {
      if (half) {
        writeHalves(from, to, args.dim);
      } else {
        __builtin_memcpy(to, from, rowBytes);
      }
      from += args.dim;
      to += args.blockTokens * rowBytes;
    }
  }
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
