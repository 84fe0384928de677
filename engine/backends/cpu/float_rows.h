// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cpu/plan_context.h"

namespace alcove::backends::cpu {

// Some columns of some rows of a matrix, as floats.
struct FloatRows {
  const float* data = nullptr;  // row i at data + i × stride
  std::size_t stride = 0;
};

struct Part {
  std::int64_t rowBegin, rowEnd;
  std::int64_t columnBegin, columnEnd;

  [[nodiscard]] std::int64_t rows() const { return rowEnd - rowBegin; }
  [[nodiscard]] std::int64_t columns() const { return columnEnd - columnBegin; }
};

// Where floats lie as such, there; else decoded into `scratch`, which holds as many as the part
// has. The columns begin and end with a block.
[[nodiscard]] inline FloatRows floatRows(const Value& matrix, const Part& part, float* scratch) {
  const quant::BlockType& type = *matrix.desc.type;
  const std::int64_t columns = matrix.desc.shape.columns();
  const std::byte* const from = matrix.buffer.data();
  if (&type == &quant::kF32)
    return {reinterpret_cast<const float*>(from) + part.rowBegin * columns + part.columnBegin,
            std::size_t(columns)};
  const std::size_t rowBytes = quant::rowBytes(type, std::size_t(columns));
  const std::size_t blocks = std::size_t(part.columns()) / type.blockValues;
  const std::size_t skipped = quant::rowBytes(type, std::size_t(part.columnBegin));
  for (std::int64_t row = part.rowBegin; row < part.rowEnd; ++row)
    type.decode(from + std::size_t(row) * rowBytes + skipped,
                scratch + (row - part.rowBegin) * part.columns(), blocks);
  return {scratch, std::size_t(part.columns())};
}

}  // namespace alcove::backends::cpu
