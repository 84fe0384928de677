// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "formats/inspect_checks.h"

namespace alcove::formats {
namespace {

constexpr std::uint64_t kPieceValues = 4096;
constexpr std::uint64_t kSampleValues = 16u << 20;

// Index of the first value in `count` blocks from `firstBlock` that is NaN or infinite.
std::optional<std::uint64_t> findNonFinite(const GgufTensor& tensor, std::uint64_t firstBlock,
                                           std::uint64_t count) {
  const quant::BlockType& type = *tensor.type;
  std::array<float, kPieceValues> values;
  type.decode(tensor.data.data() + firstBlock * type.blockBytes, values.data(), count);
  const std::uint64_t valueCount = count * type.blockValues;
  // Zero times a finite value is zero; the sum shows any other without a branch per value.
  float sum = 0;
  for (std::uint64_t i = 0; i < valueCount; ++i) sum += values[i] * 0.0f;
  if (sum == 0) return std::nullopt;
  for (std::uint64_t i = 0; i < valueCount; ++i) {
    if (!std::isfinite(values[i])) return firstBlock * type.blockValues + i;
  }
  return std::nullopt;
}

// Looks at every `step`-th piece of the tensor.
void checkTensor(const GgufTensor& tensor, std::uint64_t step, ProblemList& problems) {
  const quant::BlockType& type = *tensor.type;
  const std::uint64_t blocks = tensor.data.size() / type.blockBytes;
  const std::uint64_t pieceBlocks = kPieceValues / type.blockValues;
  for (std::uint64_t first = 0; first < blocks; first += pieceBlocks * step) {
    const auto found = findNonFinite(tensor, first, std::min(pieceBlocks, blocks - first));
    if (!found) continue;
    problems.error(fmt::format("Tensor {} holds a weight that is not a finite number (value {}).",
                               inQuotes(tensor.name), *found),
                   tensor.name);
    return;
  }
}

}  // namespace

void checkWeights(const ReadModel& model, WeightCheck how, ProblemList& problems) {
  if (how == WeightCheck::None) return;
  std::uint64_t values = 0;
  for (const GgufTensor& tensor : model.tensors) values += tensor.columns() * tensor.rows();
  const std::uint64_t step =
      how == WeightCheck::All ? 1 : (values + kSampleValues - 1) / kSampleValues;
  for (const GgufTensor& tensor : model.tensors) {
    checkTensor(tensor, std::max<std::uint64_t>(step, 1), problems);
  }
}

}  // namespace alcove::formats
