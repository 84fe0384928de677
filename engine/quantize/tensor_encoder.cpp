// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/tensor_encoder.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "cpu/kernel_table.h"
#include "formats/gguf_cursor.h"
#include "quant/fit.h"

namespace alcove::quantize {
namespace {

using formats::GgufTensor;

// One thread's unit of work: small enough for the second-level cache, large enough for its start to
// cost nothing.
constexpr std::uint64_t kPieceValues = 1 << 16;
// What is encoded before it is written.
constexpr std::uint64_t kRoundBytes = 8 << 20;

constexpr float kLargestHalf = 65504;

// The largest magnitude that the type can hold: the others store scales as halves.
float largestOf(const quant::BlockType& type) {
  const bool wide = &type == &quant::kF32 || &type == &quant::kBF16;
  return wide ? std::numeric_limits<float>::max() : kLargestHalf;
}

bool allWithin(std::span<const float> values, float largest) {
  int beyond = 0;
  for (const float value : values) beyond |= std::fabs(value) <= largest ? 0 : 1;
  return beyond == 0;
}

[[noreturn]] void refuse(const GgufTensor& tensor, const quant::BlockType& type) {
  throw Error(ErrorCode::Corrupt,
              fmt::format("The tensor {} holds a weight that is not a number, or too large to be "
                          "stored as {}.",
                          formats::inQuotes(tensor.name), type.name));
}

}  // namespace

struct TensorEncoder::Piece {
  std::uint64_t firstRow;
  std::uint64_t rows;
  const std::vector<float>* importance;  // of the matrix's columns; null: all the same
  std::size_t offset;                    // in the round's blocks
};

TensorEncoder::TensorEncoder(base::ThreadPool& pool)
    : m_pool(pool), m_values(std::size_t(pool.size())) {}

void TensorEncoder::copy(const TensorPlan& plan, const Write& write) {
  for (std::span<const std::byte> rest = plan.tensor->data; !rest.empty();) {
    const auto part = rest.first(std::min<std::size_t>(rest.size(), kRoundBytes));
    write(part, part.size());
    rest = rest.subspan(part.size());
  }
}

void TensorEncoder::encode(const TensorPlan& plan, const Write& write) {
  if (plan.copied()) return copy(plan, write);
  const GgufTensor& tensor = *plan.tensor;
  const std::uint64_t matrices = tensor.dims[2] * tensor.dims[3];
  const std::uint64_t pieceRows = std::max<std::uint64_t>(1, kPieceValues / tensor.columns());
  const std::size_t rowBytes = quant::rowBytes(*plan.type, tensor.columns());
  std::vector<Piece> pieces;
  std::size_t bytes = 0;
  const auto finishRound = [&] {
    m_blocks.resize(bytes);
    encodePieces(plan, pieces);
    const std::uint64_t rows = bytes / rowBytes;
    write(m_blocks, rows * quant::rowBytes(*tensor.type, tensor.columns()));
    pieces.clear();
    bytes = 0;
  };
  for (std::uint64_t matrix = 0; matrix < matrices; ++matrix) {
    std::vector<float> importance;
    if (plan.importance) importance = plan.importance->means(matrix, matrices);
    for (std::uint64_t row = 0; row < tensor.dims[1]; row += pieceRows) {
      const std::uint64_t rows = std::min(pieceRows, tensor.dims[1] - row);
      pieces.push_back(
          {matrix * tensor.dims[1] + row, rows, plan.importance ? &importance : nullptr, bytes});
      bytes += rows * rowBytes;
      if (bytes >= kRoundBytes) finishRound();
    }
    // Pieces point at this matrix's importance.
    if (plan.importance && !pieces.empty()) finishRound();
  }
  if (!pieces.empty()) finishRound();
}

void TensorEncoder::encodePieces(const TensorPlan& plan, std::span<const Piece> pieces) {
  const GgufTensor& tensor = *plan.tensor;
  const quant::BlockType &from = *tensor.type, &to = *plan.type;
  const kernels::cpu::KernelTable& kernels = kernels::cpu::kernels();
  const quant::Fits fits = {kernels.fitScales, kernels.refineCodes};
  const std::uint64_t columns = tensor.columns();
  const float largest = largestOf(to);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> refused{false};
  for (std::vector<float>& values : m_values)
    values.resize(std::max<std::size_t>(values.size(), pieces.front().rows * columns));
  m_pool.run([&](int thread) {
    float* const values = m_values[std::size_t(thread)].data();
    for (std::size_t i = next++; i < pieces.size(); i = next++) {
      const Piece& piece = pieces[i];
      const std::uint64_t count = piece.rows * columns;
      from.decode(tensor.data.data() + piece.firstRow * quant::rowBytes(from, columns), values,
                  count / from.blockValues);
      if (plan.edit) plan.edit(piece.firstRow, {values, count});
      if (!allWithin({values, count}, largest)) {
        refused = true;
        return;
      }
      // Rows differ in values but not in importance, so each is a call of its own then.
      const std::uint64_t step = piece.importance ? columns : count;
      std::byte* blocks = m_blocks.data() + piece.offset;
      for (std::uint64_t at = 0; at < count; at += step) {
        const quant::Encoding encoding = {piece.importance ? piece.importance->data() : nullptr,
                                          &fits};
        to.encode(values + at, blocks, step / to.blockValues, encoding);
        blocks += quant::rowBytes(to, step);
      }
    }
  });
  if (refused) refuse(tensor, to);
}

}  // namespace alcove::quantize
