// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "formats/safetensors_file.h"
#include "quant/block_type.h"

namespace alcove::convert {

// A tensor of the GGUF file to be written, and how to get its rows, one after the other in any
// order, from the checkpoint that is mapped. Not thread-safe: a reader may keep what it needs
// again.
struct OutputTensor {
  std::string name;
  std::vector<std::uint64_t> dims;  // innermost first; dims[0] values make a row
  // Where set, the rows are blocks of this type as they stand, and copyRow fills them; else readRow
  // fills a row of floats.
  const quant::BlockType* blocks = nullptr;
  std::function<void(std::uint64_t row, float* values)> readRow;
  std::function<void(std::uint64_t row, std::byte* bytes)> copyRow;

  [[nodiscard]] std::uint64_t columns() const { return dims[0]; }
  [[nodiscard]] std::uint64_t rows() const;
};

// What changes one or more tensors of the checkpoint into one of the GGUF file. All throw Error
// Corrupt where a shape does not fit, Unsupported where the values are no plain numbers.

// As it is.
[[nodiscard]] OutputTensor keepTensor(const formats::SafeTensor& tensor);
// These values, in one row.
[[nodiscard]] OutputTensor constantTensor(std::string name, std::vector<float> values);
// Each value plus one: norms that are stored as their distance from one.
[[nodiscard]] OutputTensor addOne(OutputTensor tensor);
// Row r of the result is row source(r) of `tensor`; for a tensor of one row, its values. `rows` is
// how many there are then, along the outermost but one dimension.
[[nodiscard]] OutputTensor pickRows(OutputTensor tensor, std::vector<std::uint64_t> dims,
                                    std::function<std::uint64_t(std::uint64_t)> source);
// The rows of each of `heads` heads, whose first and second half rope turns together, so that
// neighbours are turned together: how GGUF keeps the query and key rows of the llama architecture.
[[nodiscard]] OutputTensor interleaveHeads(OutputTensor tensor, std::uint64_t heads);
// Matrices of one shape, one behind the other, under one more dimension.
[[nodiscard]] OutputTensor stackTensors(std::vector<OutputTensor> tensors);
// [count × rows, columns] seen as `count` matrices.
[[nodiscard]] OutputTensor splitRows(OutputTensor tensor, std::uint64_t count);
// Each matrix of the tensor with its rows and columns exchanged.
[[nodiscard]] OutputTensor transposeMatrices(OutputTensor tensor);

}  // namespace alcove::convert
