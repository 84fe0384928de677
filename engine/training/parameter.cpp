// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/parameter.h"

#include <algorithm>

namespace alcove::training {
namespace {

// Copies row by row; `place(row)` says from where and to where.
template <class F>
std::vector<float> reorder(const Parameter& parameter, std::span<const float> values, F&& place) {
  ALCOVE_ASSERT(std::int64_t(values.size()) == parameter.shape.values());
  const std::size_t rows = parameter.sourceRows.size();
  if (rows == 0) return {values.begin(), values.end()};
  const std::size_t width = values.size() / rows;
  std::vector<float> result(values.size());
  for (std::size_t row = 0; row < rows; ++row) {
    const auto [from, to] = place(row);
    std::copy_n(values.data() + from * width, width, result.data() + to * width);
  }
  return result;
}

}  // namespace

std::vector<float> toCheckpointOrder(const Parameter& parameter, std::span<const float> values) {
  return reorder(parameter, values, [&](std::size_t row) {
    return std::pair(row, std::size_t(parameter.sourceRows[row]));
  });
}

std::vector<float> fromCheckpointOrder(const Parameter& parameter, std::span<const float> values) {
  return reorder(parameter, values, [&](std::size_t row) {
    return std::pair(std::size_t(parameter.sourceRows[row]), row);
  });
}

}  // namespace alcove::training
