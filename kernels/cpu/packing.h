// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/types.h"

// Quantised matrices as matmul reads them: the rows in groups of kGroupRows, the values of one
// group interleaved so that each vector lane works for a row of its own. A packed matrix is
// at most 4 % larger than its GGUF blocks (plus the padding of the last group), holds the same
// numbers, and is the same for every instruction set, so that the original need not be kept.

namespace alcove::kernels::cpu {

inline constexpr std::size_t kGroupRows = 16;

[[nodiscard]] constexpr std::size_t groupCount(std::size_t rows) {
  return (rows + kGroupRows - 1) / kGroupRows;
}

// Whether matmul reads this type packed: all but F32, F16 and BF16, which matmulFloat reads as
// they are stored.
[[nodiscard]] bool isPackable(ValueType type);

// Columns of one block in the GGUF layout: 1, 32 or 256. A matrix's columns are a multiple of it.
[[nodiscard]] std::size_t blockColumns(ValueType type);

// Bytes of one row of `columns` values in the GGUF layout.
[[nodiscard]] std::size_t sourceRowBytes(ValueType type, std::size_t columns);

// Bytes of the whole packed matrix. Wanted alignment: 64.
[[nodiscard]] std::size_t packedBytes(ValueType type, std::size_t rows, std::size_t columns);

struct PackArgs {
  ValueType type = ValueType::F32;
  const std::byte* source = nullptr;  // rows × sourceRowBytes(type, columns), as in the file
  std::byte* packed = nullptr;        // packedBytes(type, rows, columns)
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t groupBegin = 0;  // row groups to pack: different ranges may run on different threads
  std::size_t groupEnd = 0;    // ≤ groupCount(rows)
};
// Row by row: what the kernel table's packRows does for all rows of a group together.
void packRows(const PackArgs& args);

// Writes row `row` of a packed matrix as `columns` floats: exactly the values that the GGUF blocks
// mean. For embedding look-up out of a matrix that also serves as the output matrix.
void unpackRow(ValueType type, const std::byte* packed, std::size_t columns, std::size_t row,
               float* values);

}  // namespace alcove::kernels::cpu
