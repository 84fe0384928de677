// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/kv_write.h"

#include <cstring>

#include "base/half.h"
#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {
namespace {

class KvWriteTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, KvWriteTest, kEveryIsa, kIsaName);

TEST_P(KvWriteTest, EveryTokenLandsInItsBlockAndNowhereElse) {
  for (const ValueType type : {ValueType::F16, ValueType::F32}) {
    for (const std::size_t dim : {8, 40, 64, 100}) {
      constexpr std::size_t kHeads = 3, kBlockTokens = 16, kTokens = 37, kStart = 13;
      constexpr std::uint32_t kTable[] = {4, 0, 6, 2};
      const std::size_t valueBytes = type == ValueType::F16 ? 2 : 4;
      const std::size_t blockBytes = kHeads * kBlockTokens * dim * valueBytes;
      const std::size_t stride = kHeads * dim + 3;
      const GuardedFloats input(randomFloats((kTokens - 1) * stride + kHeads * dim, 1));
      const GuardedBytes cache(7 * blockBytes);
      KvWriteArgs args{.input = input.data(),
                       .inputStride = stride,
                       .cache = cache.data(),
                       .blockBytes = blockBytes,
                       .blockTable = kTable,
                       .cacheType = type,
                       .blockTokens = kBlockTokens,
                       .kvHeads = kHeads,
                       .dim = dim,
                       .start = kStart,
                       .tokenBegin = 20,
                       .tokenEnd = kTokens};
      kernels().kvWrite(args);
      args.tokenBegin = 0;
      args.tokenEnd = 20;
      kernels().kvWrite(args);

      std::vector<std::byte> expected(cache.size(), std::byte(0xff));
      for (std::size_t i = 0; i < kTokens * kHeads * dim; ++i) {
        const std::size_t token = i / (kHeads * dim), head = i / dim % kHeads;
        const std::size_t position = kStart + token;
        const std::size_t at =
            kTable[position / kBlockTokens] * blockBytes +
            ((head * kBlockTokens + position % kBlockTokens) * dim + i % dim) * valueBytes;
        const float value = input[token * stride + i % (kHeads * dim)];
        const std::uint16_t half = base::floatToHalf(value);
        if (type == ValueType::F16) {
          std::memcpy(expected.data() + at, &half, 2);
        } else {
          std::memcpy(expected.data() + at, &value, 4);
        }
      }
      EXPECT_EQ(std::memcmp(cache.data(), expected.data(), expected.size()), 0)
          << nameOf(type) << " dim " << dim;
    }
  }
}

TEST_P(KvWriteTest, HalvesRoundLikeTheReference) {
  // Ties, subnormals, overflow and infinities, in one row.
  const std::vector<float> values = {
      1.0f,  1.00048828f, 1.0014648f, 65504.0f, 65519.0f, 65520.0f, 1e9f,  -1e9f,
      6e-8f, 2.9e-8f,     3e-8f,      6.1e-5f,  -6.1e-5f, 0.0f,     -0.0f, 0x1.ffcp-15f};
  const std::uint32_t table[] = {0};
  const GuardedBytes cache(values.size() * 2);
  kernels().kvWrite({.input = values.data(),
                     .inputStride = values.size(),
                     .cache = cache.data(),
                     .blockBytes = values.size() * 2,
                     .blockTable = table,
                     .cacheType = ValueType::F16,
                     .blockTokens = 1,
                     .kvHeads = 1,
                     .dim = values.size(),
                     .start = 0,
                     .tokenBegin = 0,
                     .tokenEnd = 1});
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint16_t half;
    std::memcpy(&half, cache.data() + 2 * i, 2);
    EXPECT_EQ(half, base::floatToHalf(values[i])) << values[i];
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
