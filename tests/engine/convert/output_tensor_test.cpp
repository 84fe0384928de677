// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/output_tensor.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace alcove::convert {
namespace {

using testing::ElementsAre;

// Owns the values 0, 1, 2 … (in small numbers, from 0 again) of a tensor of this shape.
class Stored {
 public:
  explicit Stored(std::vector<std::uint64_t> shape) {
    std::uint64_t count = 1;
    for (const auto dim : shape) count *= dim;
    m_values.resize(count);
    for (std::size_t i = 0; i < count; ++i) m_values[i] = valueAt(i);
    m_tensor = {"stored", formats::findDtype("F32"), std::move(shape),
                std::as_bytes(std::span(m_values))};
  }
  [[nodiscard]] static float valueAt(std::uint64_t i) { return float(i % 65521); }
  [[nodiscard]] OutputTensor tensor() const { return keepTensor(m_tensor); }

 private:
  std::vector<float> m_values;
  formats::SafeTensor m_tensor;
};

std::vector<float> valuesOf(const OutputTensor& tensor) {
  std::vector<float> all(tensor.rows() * tensor.columns());
  for (std::uint64_t row = 0; row < tensor.rows(); ++row) {
    tensor.readRow(row, all.data() + row * tensor.columns());
  }
  return all;
}

TEST(OutputTensorChanges, KeepsValuesAndTurnsTheShapeAround) {
  const Stored stored({2, 3});
  const OutputTensor tensor = stored.tensor();
  EXPECT_THAT(tensor.dims, ElementsAre(3, 2));
  EXPECT_THAT(valuesOf(tensor), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(valuesOf(addOne(tensor)), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(OutputTensorChanges, InterleavesTheHalvesOfEachHead) {
  // Two heads of four rows: 0 1 2 3 becomes 0 2 1 3.
  const Stored matrix({8, 1});
  EXPECT_THAT(valuesOf(interleaveHeads(matrix.tensor(), 2)), ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
  const Stored bias({8});
  const OutputTensor tensor = interleaveHeads(bias.tensor(), 2);
  EXPECT_THAT(tensor.dims, ElementsAre(8));
  EXPECT_THAT(valuesOf(tensor), ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
  EXPECT_THROW((void)interleaveHeads(matrix.tensor(), 3), Error);
  EXPECT_THROW((void)interleaveHeads(matrix.tensor(), 8), Error);
}

TEST(OutputTensorChanges, StacksSiblings) {
  const Stored stored({2, 2});
  const OutputTensor tensor = stackTensors({stored.tensor(), addOne(stored.tensor())});
  EXPECT_THAT(tensor.dims, ElementsAre(2, 2, 2));
  EXPECT_THAT(valuesOf(tensor), ElementsAre(0, 1, 2, 3, 1, 2, 3, 4));
  const Stored other({2, 3});
  EXPECT_THROW((void)stackTensors({stored.tensor(), other.tensor()}), Error);
}

TEST(OutputTensorChanges, SplitsAndTransposes) {
  const Stored stored({4, 3});
  const OutputTensor split = splitRows(stored.tensor(), 2);
  EXPECT_THAT(split.dims, ElementsAre(3, 2, 2));
  const OutputTensor turned = transposeMatrices(split);
  EXPECT_THAT(turned.dims, ElementsAre(2, 3, 2));
  EXPECT_THAT(valuesOf(turned), ElementsAre(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11));
  EXPECT_THROW((void)splitRows(stored.tensor(), 3), Error);
}

TEST(OutputTensorChanges, TransposesMatricesLargerThanAPanel) {
  const std::uint64_t rows = 3000;
  const std::uint64_t columns = 6000;  // 18 million values: two panels
  const Stored stored({rows, columns});
  const OutputTensor turned = transposeMatrices(stored.tensor());
  std::vector<float> row(rows);
  for (const std::uint64_t column : {0u, 5591u, 5592u, 5593u, 5999u, 1u}) {
    turned.readRow(column, row.data());
    for (std::uint64_t r = 0; r < rows; r += 999) {
      ASSERT_EQ(row[r], Stored::valueAt(r * columns + column)) << column;
    }
  }
}

TEST(OutputTensorChanges, RefusesWhatIsNoNumberOrNothing) {
  const std::byte bytes[4] = {};
  formats::SafeTensor tensor{"t", formats::findDtype("I32"), {1}, bytes};
  EXPECT_THROW((void)keepTensor(tensor), Error);
  tensor = {"t", formats::findDtype("F32"), {0}, {}};
  EXPECT_THROW((void)keepTensor(tensor), Error);
  tensor = {"t", formats::findDtype("F32"), {1, 1, 1, 1, 1}, bytes};
  EXPECT_THROW((void)keepTensor(tensor), Error);
}

}  // namespace
}  // namespace alcove::convert
