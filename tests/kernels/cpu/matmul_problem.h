// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstring>

#include "cpu/matmul.h"
#include "cpu/matmul_bytes.h"
#include "cpu/packed_layout.h"
#include "kernels/cpu/kernel_test.h"

namespace alcove::kernels::cpu {

struct Shape {
  std::size_t rows;
  std::size_t columns;
  std::size_t tokens;
};

// Whether long batches are computed in a way of their own, so that there is something to test.
inline bool hasBytes(const KernelTable& kernels) {
  return kernels.activationForm(ValueType::Q4_0, kByteTokens, false) == ActivationForm::Bytes;
}

// A packed matrix and quantised activations for one shape, and what their product should be.
struct Problem {
  Problem(const KernelTable& kernels, ValueType weightType, const Shape& wanted)
      : type(weightType),
        shape(wanted),
        blocks(randomWeights(type, shape.rows, shape.columns, unsigned(shape.rows))),
        x(randomFloats(shape.tokens * shape.columns, unsigned(shape.columns))),
        packed(packedBytes(type, shape.rows, shape.columns)),
        activations(activationBytes(shape.tokens, shape.columns)),
        scratch(matmulScratchBytes(shape.tokens, shape.columns)),
        form(kernels.activationForm(type, shape.tokens, false)) {
    packRows(
        {type, blocks.data(), packed.data(), shape.rows, shape.columns, 0, groupCount(shape.rows)});
    quantize(kernels);
  }

  void quantize(const KernelTable& kernels) {
    kernels.quantizeActivations({.weights = type,
                                 .input = x.data(),
                                 .inputStride = shape.columns,
                                 .activations = activations.data(),
                                 .tokens = shape.tokens,
                                 .columns = shape.columns,
                                 .tokenBegin = 0,
                                 .tokenEnd = shape.tokens});
  }

  [[nodiscard]] MatmulArgs args(float* output) const {
    return {.type = type,
            .weights = packed.data(),
            .activations = activations.data(),
            .output = output,
            .outputStride = shape.rows,
            .rows = shape.rows,
            .columns = shape.columns,
            .tokens = shape.tokens,
            .groupBegin = 0,
            .groupEnd = groupCount(shape.rows),
            .tokenBegin = 0,
            .tokenEnd = shape.tokens,
            .scratch = scratch.data()};
  }

  [[nodiscard]] std::vector<double> expected(std::span<const float> input) const {
    return multiplyReference(decodeWeights(type, blocks), input, shape.rows, shape.columns,
                             shape.tokens);
  }

  // The activations as the kernel sees them.
  [[nodiscard]] std::vector<float> rounded() const {
    switch (form) {
      case ActivationForm::Shorts:
        return roundedToOne<WideBlock>([](const WideBlock& block, std::size_t column) {
          constexpr std::size_t kPlaces[] = {0, 2, 1, 3};
          return int(block.values[column / 4 * 4 + kPlaces[column % 4]]);
        });
      case ActivationForm::Bytes:
        return roundedToOne<ByteBlock>([](const ByteBlock& block, std::size_t column) {
          const bool two = int(column / 4) == block.highGroup;
          return block.values[column] - kByteZero + (two ? kHighDigit * block.high[column % 4] : 0);
        });
      default:
        return roundedToTerms();
    }
  }

  // How far the rounding of the activations may move the result.
  [[nodiscard]] double roundingError() const {
    switch (form) {
      case ActivationForm::Bytes:
        return 1e-4;
      case ActivationForm::Bfloat16:
        return 4e-5;
      default:
        return 1e-8;
    }
  }

  // One integer times its scale.
  template <class Block, class IntegerOf>
  [[nodiscard]] std::vector<float> roundedToOne(const IntegerOf& integerOf) const {
    std::vector<float> values(shape.tokens * shape.columns);
    const auto* stored = reinterpret_cast<const Block*>(activations.data());
    for (std::size_t t = 0; t < shape.tokens; ++t) {
      for (std::size_t k = 0; k < shape.columns; ++k) {
        Block block;
        std::memcpy(
            &block,
            stored + wideBlockIndex(t, k / kSubColumns, shape.tokens, shape.columns / kSubColumns),
            sizeof block);
        values[t * shape.columns + k] = block.scale * float(integerOf(block, k % kSubColumns));
      }
    }
    return values;
  }

  // Both terms, 8-bit values times their scales.
  [[nodiscard]] std::vector<float> roundedToTerms() const {
    std::vector<float> values(shape.tokens * shape.columns);
    const auto* stored = reinterpret_cast<const ActivationBlock*>(activations.data());
    const std::size_t count = shape.columns / kSubColumns;
    for (std::size_t t = 0; t < shape.tokens; ++t) {
      const std::size_t tile = t / kTileTokens * kTileTokens;
      const std::size_t width = std::min(shape.tokens - tile, kTileTokens);
      for (std::size_t k = 0; k < shape.columns; ++k) {
        ActivationBlock terms[kTerms];
        std::memcpy(terms, stored + (tile * count + k / kSubColumns * width + t - tile) * kTerms,
                    sizeof terms);
        double sum = 0;
        for (const ActivationBlock& term : terms)
          sum += double(term.scale) * term.values[k % kSubColumns];
        values[t * shape.columns + k] = float(sum);
      }
    }
    return values;
  }

  ValueType type;
  Shape shape;
  std::vector<std::byte> blocks;
  GuardedFloats x;
  GuardedBytes packed;
  GuardedBytes activations;
  GuardedBytes scratch;
  ActivationForm form;
};

}  // namespace alcove::kernels::cpu
