// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/packing.h"

#include <cstring>

#include "kernels/cpu/kernel_test.h"
#include "quant/block_type.h"

namespace alcove::kernels::cpu {
namespace {

TEST(Packing, SizesAgreeWithTheReferenceFormats) {
  std::vector<ValueType> types = {ValueType::F32, ValueType::F16, ValueType::BF16};
  types.insert(types.end(), std::begin(kPackedTypes), std::end(kPackedTypes));
  for (const ValueType type : types) {
    const quant::BlockType* format = quant::findBlockType(nameOf(type));
    ASSERT_NE(format, nullptr) << nameOf(type);
    EXPECT_EQ(blockColumns(type), format->blockValues) << nameOf(type);
    EXPECT_EQ(sourceRowBytes(type, 512), quant::rowBytes(*format, 512)) << nameOf(type);
  }
}

TEST(Packing, TakesAtMostFourPerCentMoreThanTheBlocks) {
  for (const ValueType type : kPackedTypes) {
    const std::size_t source = 4096 * sourceRowBytes(type, 2048);
    EXPECT_LE(packedBytes(type, 4096, 2048), source + source / 25) << nameOf(type);
  }
}

TEST(Packing, UnpackedRowsEqualTheReferenceDecoder) {
  for (const ValueType type : kPackedTypes) {
    for (const std::size_t rows : {1, 15, 16, 17, 49}) {
      const std::size_t columns = 3 * blockColumns(type);
      const std::vector<std::byte> blocks = randomWeights(type, rows, columns, unsigned(rows));
      const std::vector<float> expected = decodeWeights(type, blocks);
      const GuardedBytes source(blocks.size());
      std::memcpy(source.data(), blocks.data(), blocks.size());
      const GuardedBytes packed(packedBytes(type, rows, columns));
      // Groups one by one, last first: their order must not matter.
      for (std::size_t group = groupCount(rows); group-- > 0;) {
        packRows({type, source.data(), packed.data(), rows, columns, group, group + 1});
      }
      for (std::size_t row = 0; row < rows; ++row) {
        const GuardedFloats values(columns);
        unpackRow(type, packed.data(), columns, row, values.data());
        for (std::size_t i = 0; i < columns; ++i) {
          const float wanted = expected[row * columns + i];
          ASSERT_NEAR(values[i], wanted, 1e-6f * std::abs(wanted) + 1e-7f)
              << nameOf(type) << " row " << row << " of " << rows << " column " << i;
        }
      }
    }
  }
}

class PackRowsTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isas, PackRowsTest, kEveryIsa, kIsaName);

TEST_P(PackRowsTest, WritesTheBytesThatRowByRowWrites) {
  for (const ValueType type : kPackedTypes) {
    for (const std::size_t rows : {1, 15, 16, 17, 49}) {
      const std::size_t columns = 3 * blockColumns(type);
      // Any bits at all: nothing here is a number.
      const GuardedBytes source(rows * sourceRowBytes(type, columns));
      std::mt19937 generator{unsigned(rows)};
      for (std::size_t i = 0; i < source.size(); ++i) source.data()[i] = std::byte(generator());
      const GuardedBytes packed(packedBytes(type, rows, columns)), expected(packed.size());
      const std::size_t groups = groupCount(rows), middle = groups / 2;
      packRows({type, source.data(), expected.data(), rows, columns, 0, groups});
      kernels().packRows({type, source.data(), packed.data(), rows, columns, middle, groups});
      kernels().packRows({type, source.data(), packed.data(), rows, columns, 0, middle});
      for (std::size_t i = 0; i < packed.size(); ++i)
        ASSERT_EQ(packed.data()[i], expected.data()[i])
            << nameOf(type) << ", " << rows << " rows, byte " << i;
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
