// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/kv_write.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "base/half.h"
#include "cpu/rotation.h"
#include "kernels/cpu/kernel_test.h"
#include "quant/cached_blocks.h"

namespace alcove::kernels::cpu {
namespace {

class KvWriteTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, KvWriteTest, kEveryIsa, kIsaName);

// Blocks full of the values that encoders find hardest: ties, zeros, the same magnitude on both
// sides, numbers too large for a half or too small for a scale, and no numbers at all.
std::vector<float> hardValues() {
  std::vector<float> values = randomFloats(6 * 32, 5);
  for (std::size_t i = 0; i < 32; ++i) {
    values[i] = float(int(i) - 16) / 2;
    values[32 + i] = 0;
    values[64 + i] *= 1e-7f;
  }
  values[97] = -(values[96] = 5);
  values[129] = -(values[130] = -5);
  values[131] = NAN;
  values[160] = 1e9f;
  return values;
}

TEST(Rotation, MultipliesWithTheOrthogonalHadamardMatrix) {
  const std::vector<float> values = randomFloats(64, 7);
  std::vector<float> row = values, columns = values;
  rotateRow(row.data(), row.size());
  rotateColumns(columns.data(), 2);
  for (unsigned i = 0; i < 32; ++i) {
    double inRow = 0, inColumn = 0;
    for (unsigned j = 0; j < 32; ++j) {
      const double sign = std::popcount(i & j) % 2 ? -1 : 1;
      inRow += sign * double(values[j]) / std::sqrt(32.0);
      inColumn += sign * double(values[2 * j + 1]) / std::sqrt(32.0);
    }
    EXPECT_NEAR(row[i], inRow, 1e-6);
    EXPECT_NEAR(columns[2 * i + 1], inColumn, 1e-6);
  }
  rotateRow(row.data(), row.size());
  for (std::size_t i = 0; i < row.size(); ++i) EXPECT_NEAR(row[i], values[i], 1e-6);
}

TEST_P(KvWriteTest, BlocksAreThoseOfTheReference) {
  const std::vector<float> hard = hardValues();
  std::vector<float> rotated = hard;
  rotateRow(rotated.data(), rotated.size());
  const std::vector<float> usual = randomFloats(4096, 6);
  const std::uint32_t table[] = {0};
  for (const ValueType type : {ValueType::Q8_0, ValueType::Q4_0}) {
    const quant::BlockType& format = blockTypeOf(type);
    for (const std::vector<float>& values : {hard, rotated, usual}) {
      std::vector<std::byte> expected(quant::rowBytes(format, values.size()));
      quant::encodeCached(format, values.data(), expected.data(), values.size() / 32);
      const GuardedBytes cache(expected.size());
      kernels().kvWrite({.input = values.data(),
                         .inputStride = values.size(),
                         .cache = cache.data(),
                         .blockBytes = cache.size(),
                         .blockTable = table,
                         .type = type,
                         .blockTokens = 1,
                         .kvHeads = 1,
                         .dim = values.size(),
                         .tokenEnd = 1});
      EXPECT_EQ(std::memcmp(cache.data(), expected.data(), expected.size()), 0) << nameOf(type);
    }
  }
}

TEST_P(KvWriteTest, EveryTokenLandsInItsBlockAndNowhereElse) {
  for (const ValueType type : kCachedTypes) {
    for (const std::size_t dim : {8, 40, 64, 96, 100}) {
      const quant::BlockType& format = blockTypeOf(type);
      if (dim % format.blockValues != 0) continue;
      constexpr std::size_t kHeads = 3, kBlockTokens = 16, kTokens = 37, kStart = 13;
      constexpr std::uint32_t kTable[] = {4, 0, 6, 2};
      const std::size_t rowBytes = quant::rowBytes(format, dim);
      const std::size_t blockBytes = kHeads * kBlockTokens * rowBytes;
      const std::size_t stride = kHeads * dim + 3;
      const GuardedFloats input(randomFloats((kTokens - 1) * stride + kHeads * dim, 1));
      const GuardedBytes cache(7 * blockBytes);
      KvWriteArgs args{.input = input.data(),
                       .inputStride = stride,
                       .cache = cache.data(),
                       .blockBytes = blockBytes,
                       .blockTable = kTable,
                       .type = type,
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
      for (std::size_t i = 0; i < kTokens * kHeads; ++i) {
        const std::size_t token = i / kHeads, head = i % kHeads, position = kStart + token;
        const std::size_t at = kTable[position / kBlockTokens] * blockBytes +
                               (head * kBlockTokens + position % kBlockTokens) * rowBytes;
        quant::encodeCached(format, input.data() + token * stride + head * dim,
                            expected.data() + at, dim / format.blockValues);
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
                     .type = ValueType::F16,
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
