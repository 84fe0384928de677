// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/nf4_base.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace alcove::training {
namespace {

// Where row `row` of the file is among the checkpoint's.
std::size_t sourceOf(const ModelTensor& tensor, std::int64_t row) {
  return tensor.sourceRows.empty() ? std::size_t(row)
                                   : std::size_t(tensor.sourceRows[std::size_t(row)]);
}

std::vector<float> decodeInCheckpointOrder(const ModelTensor& tensor) {
  const std::size_t columns = std::size_t(tensor.shape.columns());
  std::vector<float> values(std::size_t(tensor.shape.values()));
  for (const ModelTensor::Part& part : tensor.parts)
    for (std::int64_t row = 0; row < part.weight->desc.shape.rows(); ++row)
      part.weight->view().decodeRow(
          row, values.data() + sourceOf(tensor, part.firstRow + row) * columns);
  if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
    throw Error(ErrorCode::Unsupported,
                fmt::format("The tensor '{}' holds a value that is no finite number, which NF4 "
                            "cannot store.",
                            tensor.name));
  return values;
}

}  // namespace

Nf4Base::Nf4Base(std::span<const ModelTensor> tensors, quant::Nf4Scales scales,
                 quant::Nf4Rule rule) {
  for (const ModelTensor& tensor : tensors)
    if (tensor.linear) add(tensor, scales, rule);
}

void Nf4Base::add(const ModelTensor& tensor, quant::Nf4Scales scales, quant::Nf4Rule rule) {
  const std::size_t columns = std::size_t(tensor.shape.columns());
  const std::vector<float> values = decodeInCheckpointOrder(tensor);
  const quant::Nf4 stored = quant::encodeNf4(values, scales, quant::Nf4::kBlockValues, rule);
  // Rows of an odd number of values share bytes; they are kept as what the codes stand for.
  const quant::BlockType* type = quant::nf4BlockType(columns);
  std::vector<std::byte> blocks;
  if (type) {
    blocks = quant::nf4Blocks(stored, columns, rule);
  } else {
    type = &quant::kF32;
    const std::vector<float> decoded = quant::decodeNf4(stored, values.size());
    blocks.resize(decoded.size() * sizeof(float));
    std::memcpy(blocks.data(), decoded.data(), blocks.size());
  }
  const std::size_t rowBytes = quant::rowBytes(*type, columns);
  for (const ModelTensor::Part& part : tensor.parts) {
    const ops::TensorDesc desc{type, part.weight->desc.shape};
    std::vector<std::byte>& bytes = m_bytes.emplace_back(desc.bytes());
    for (std::int64_t row = 0; row < desc.shape.rows(); ++row)
      std::memcpy(bytes.data() + std::size_t(row) * rowBytes,
                  blocks.data() + sourceOf(tensor, part.firstRow + row) * rowBytes, rowBytes);
    m_weights.push_back({part.weight->name, desc, bytes.data()});
    m_replacements.push_back({part.weight, &m_weights.back()});
  }
}

}  // namespace alcove::training
