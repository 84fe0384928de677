// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "base/assert.h"
#include "quant/block_type.h"

namespace alcove::ops {

// Sizes of a tensor, outermost first: a weight of N outputs and K inputs is {N, K}. Rank 1 … 4.
class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<std::int64_t> dims) : m_rank(int(dims.size())) {
    ALCOVE_ASSERT(dims.size() >= 1 && dims.size() <= m_dims.size());
    std::size_t i = 0;
    for (const std::int64_t dim : dims) m_dims[i++] = dim;
  }

  [[nodiscard]] int rank() const { return m_rank; }
  [[nodiscard]] std::int64_t operator[](int i) const { return m_dims[std::size_t(i)]; }
  // The innermost size: values that lie side by side.
  [[nodiscard]] std::int64_t columns() const { return m_dims[std::size_t(m_rank - 1)]; }
  // All outer sizes multiplied.
  [[nodiscard]] std::int64_t rows() const {
    std::int64_t product = 1;
    for (int i = 0; i + 1 < m_rank; ++i) product *= m_dims[std::size_t(i)];
    return product;
  }
  [[nodiscard]] std::int64_t values() const { return rows() * columns(); }
  bool operator==(const Shape&) const = default;

 private:
  std::array<std::int64_t, 4> m_dims{1, 1, 1, 1};
  int m_rank = 1;
};

// What a tensor holds. Activations are F32; weights any block type, blocks along the columns.
struct TensorDesc {
  const quant::BlockType* type = &quant::kF32;
  Shape shape;

  [[nodiscard]] std::size_t bytes() const {
    return std::size_t(shape.rows()) * quant::rowBytes(*type, std::size_t(shape.columns()));
  }
};

// A tensor in this process's memory, rows without gaps. Does not own the data.
struct TensorView {
  TensorDesc desc;
  std::byte* data = nullptr;

  [[nodiscard]] std::int64_t rows() const { return desc.shape.rows(); }
  [[nodiscard]] std::int64_t columns() const { return desc.shape.columns(); }
  // F32 only: the start of a row.
  [[nodiscard]] float* row(std::int64_t index) const {
    ALCOVE_ASSERT(desc.type == &quant::kF32);
    return reinterpret_cast<float*>(data) + index * columns();
  }
  // Any type: the start of a row's blocks.
  [[nodiscard]] const std::byte* blocks(std::int64_t index) const {
    return data + std::size_t(index) * quant::rowBytes(*desc.type, std::size_t(columns()));
  }
  // Reference decode of one row into `values`, which holds columns() floats.
  void decodeRow(std::int64_t index, float* values) const {
    desc.type->decode(blocks(index), values, std::size_t(columns()) / desc.type->blockValues);
  }
};

}  // namespace alcove::ops
