// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/output_tensor.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/assert.h"

namespace alcove::convert {
namespace {

[[noreturn]] void corrupt(const OutputTensor& tensor, std::string_view rest) {
  throw Error(ErrorCode::Corrupt, fmt::format("Tensor '{}' with the shape {} {}.", tensor.name,
                                              fmt::join(tensor.dims, " × "), rest));
}

// Some columns of a matrix: so much of a transposed matrix is kept while its rows are asked for one
// after the other. Each panel costs one reading of the whole matrix.
struct Panel {
  static constexpr std::uint64_t kValues = 1u << 24;
  std::uint64_t width = 0;
  std::uint64_t matrix = ~std::uint64_t(0);
  std::uint64_t first = 0;
  std::vector<float> values;  // [column][row]
  std::vector<float> row;
};

}  // namespace

std::uint64_t OutputTensor::rows() const {
  std::uint64_t count = 1;
  for (std::size_t i = 1; i < dims.size(); ++i) count *= dims[i];
  return count;
}

OutputTensor keepTensor(const formats::SafeTensor& tensor) {
  OutputTensor out;
  out.name = tensor.name;
  out.dims.assign(tensor.shape.rbegin(), tensor.shape.rend());
  if (out.dims.empty()) out.dims = {1};
  if (out.dims.size() > 4) corrupt(out, "has more dimensions than GGUF knows");
  if (tensor.data.empty()) corrupt(out, "is empty");
  if (tensor.dtype->decode == nullptr) {
    throw Error(ErrorCode::Unsupported,
                fmt::format("Tensor '{}' is stored as {}, which is not converted: get the model in "
                            "16 or 32 bits.",
                            tensor.name, tensor.dtype->name));
  }
  const std::uint64_t columns = out.dims[0];
  out.readRow = [tensor = &tensor, columns](std::uint64_t row, float* values) {
    const std::uint64_t bytes = columns * tensor->dtype->bytes;
    tensor->dtype->decode(tensor->data.data() + row * bytes, values, columns);
  };
  return out;
}

OutputTensor constantTensor(std::string name, std::vector<float> values) {
  OutputTensor out;
  out.name = std::move(name);
  out.dims = {values.size()};
  out.readRow = [values = std::move(values)](std::uint64_t, float* row) {
    std::copy(values.begin(), values.end(), row);
  };
  return out;
}

OutputTensor addOne(OutputTensor tensor) {
  const std::uint64_t columns = tensor.columns();
  tensor.readRow = [read = std::move(tensor.readRow), columns](std::uint64_t row, float* values) {
    read(row, values);
    for (std::uint64_t i = 0; i < columns; ++i) values[i] += 1;
  };
  return tensor;
}

OutputTensor pickRows(OutputTensor tensor, std::vector<std::uint64_t> dims,
                      std::function<std::uint64_t(std::uint64_t)> source) {
  OutputTensor out = tensor;
  out.dims = std::move(dims);
  if (tensor.dims.size() > 1) {
    out.readRow = [read = std::move(tensor.readRow), source](std::uint64_t row, float* values) {
      read(source(row), values);
    };
    return out;
  }
  auto whole = std::make_shared<std::vector<float>>(tensor.columns());
  out.readRow = [read = std::move(tensor.readRow), source, whole, count = out.dims[0]](
                    std::uint64_t row, float* values) {
    read(row, whole->data());
    for (std::uint64_t i = 0; i < count; ++i) values[i] = (*whole)[source(i)];
  };
  return out;
}

OutputTensor interleaveHeads(OutputTensor tensor, std::uint64_t heads) {
  if (tensor.dims.size() > 2) corrupt(tensor, "should be a matrix");
  const std::uint64_t rows = tensor.dims.back();
  const std::uint64_t width = rows / heads;
  if (rows % heads != 0 || width % 2 != 0) {
    corrupt(tensor, fmt::format("cannot be divided into {} heads of an even size", heads));
  }
  const auto dims = tensor.dims;
  return pickRows(std::move(tensor), dims, [width](std::uint64_t row) {
    const std::uint64_t inHead = row % width;
    return row - inHead + inHead % 2 * (width / 2) + inHead / 2;
  });
}

OutputTensor stackTensors(std::vector<OutputTensor> tensors) {
  ALCOVE_ASSERT(!tensors.empty());
  OutputTensor out = tensors.front();
  if (out.dims.size() > 3) corrupt(out, "has too many dimensions");
  for (const OutputTensor& tensor : tensors) {
    if (tensor.dims != out.dims) {
      corrupt(tensor, fmt::format("differs from its sibling '{}'", out.name));
    }
  }
  const std::uint64_t rowsOfOne = out.rows();
  out.dims.push_back(tensors.size());
  out.readRow = [all = std::move(tensors), rowsOfOne](std::uint64_t row, float* values) {
    all[row / rowsOfOne].readRow(row % rowsOfOne, values);
  };
  return out;
}

OutputTensor splitRows(OutputTensor tensor, std::uint64_t count) {
  if (tensor.dims.size() != 2 || tensor.dims[1] % count != 0) {
    corrupt(tensor, fmt::format("cannot be divided into {} matrices", count));
  }
  tensor.dims = {tensor.dims[0], tensor.dims[1] / count, count};
  return tensor;
}

OutputTensor transposeMatrices(OutputTensor tensor) {
  if (tensor.dims.size() < 2 || tensor.dims.size() > 3) corrupt(tensor, "should be matrices");
  OutputTensor out = tensor;
  std::swap(out.dims[0], out.dims[1]);
  auto panel = std::make_shared<Panel>();
  const std::uint64_t columns = tensor.dims[0];
  const std::uint64_t rows = tensor.dims[1];
  panel->width = std::clamp<std::uint64_t>(Panel::kValues / rows, 1, columns);
  out.readRow = [read = std::move(tensor.readRow), panel, columns, rows](std::uint64_t row,
                                                                         float* values) {
    const std::uint64_t matrix = row / columns;
    const std::uint64_t column = row % columns;
    const std::uint64_t first = column - column % panel->width;
    if (panel->matrix != matrix || panel->first != first) {
      panel->row.resize(columns);
      panel->values.resize(panel->width * rows);
      const std::uint64_t width = std::min(panel->width, columns - first);
      for (std::uint64_t r = 0; r < rows; ++r) {
        read(matrix * rows + r, panel->row.data());
        for (std::uint64_t c = 0; c < width; ++c) {
          panel->values[c * rows + r] = panel->row[first + c];
        }
      }
      panel->matrix = matrix;
      panel->first = first;
    }
    std::copy_n(panel->values.begin() + std::ptrdiff_t((column - first) * rows), rows, values);
  };
  return out;
}

}  // namespace alcove::convert
