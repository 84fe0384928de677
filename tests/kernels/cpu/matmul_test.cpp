// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul.h"

#include <cstring>

#include "kernels/cpu/matmul_problem.h"

namespace alcove::kernels::cpu {
namespace {

std::vector<Shape> shapesFor(const KernelTable& kernels, ValueType type) {
  std::vector<Shape> shapes;
  const bool wide = blockColumns(type) == 256;
  for (const std::size_t columns : {wide ? 256 : 32, wide ? 768 : 96, wide ? 2304 : 576}) {
    for (const std::size_t rows : {1, 15, 16, 17, 33, 49}) {
      for (const std::size_t tokens : {1, 2, 7, 8, 9, 19}) {
        shapes.push_back({rows, std::size_t(columns), tokens});
      }
    }
    // How tokens fall into tiles has nothing to do with columns: every count once is enough.
    const std::size_t step = columns == (wide ? 768 : 96) ? 1 : 9;
    for (std::size_t tokens = 1; tokens <= 70; tokens += step) {
      shapes.push_back({17, std::size_t(columns), tokens});
    }
    if (kernels.activationForm(type, kByteTokens, false) != ActivationForm::Bytes) continue;
    for (const std::size_t tokens : {kByteTokens - 1, kByteTokens, kByteTokens + 3})
      shapes.push_back({17, std::size_t(columns), tokens});
  }
  if (kernels.wideTokens != 0) shapes.push_back({17, 256, kWideChunk + kByteTokens + 5});
  shapes.push_back({16, wide ? 1536u : 1504u, 3});
  return shapes;
}

class MatmulTest : public KernelTest {};
INSTANTIATE_TEST_SUITE_P(Isa, MatmulTest, kEveryIsa, kIsaName);

TEST_P(MatmulTest, AgreesWithTheFloatProduct) {
  for (const ValueType type : kPackedTypes) {
    for (const Shape& shape : shapesFor(kernels(), type)) {
      const Problem problem(kernels(), type, shape);
      const GuardedFloats y(shape.tokens * shape.rows);
      kernels().matmul(problem.args(y.data()));
      const std::string what = std::string(nameOf(type)) + " " + std::to_string(shape.rows) +
                               " x " + std::to_string(shape.columns) + " for " +
                               std::to_string(shape.tokens);
      // A handful of outputs may cancel to nearly nothing: too few for a mean.
      const bool few = shape.rows * shape.tokens < 30;
      if (!few) {
        ASSERT_LE(normalisedError(y.span(), problem.expected(problem.x.span())),
                  problem.roundingError())
            << what;
      }
      if (problem.form == ActivationForm::Bfloat16) continue;
      // Beside the rounding of activations, the arithmetic is as exact as floats are.
      ASSERT_LE(normalisedError(y.span(), problem.expected(problem.rounded())), few ? 1e-8 : 1e-10)
          << what;
    }
  }
}

// What a token comes to must not depend on the tokens beside it, if the caller asks for that.
TEST_P(MatmulTest, BatchInvariantResultsAreThoseOfATokenAlone) {
  for (const ValueType type : kPackedTypes) {
    const Shape shape{33, 512, 45};
    const Problem problem(kernels(), type, shape);
    const auto multiply = [&](std::size_t first, std::size_t tokens, float* output) {
      QuantizeArgs quantize{.weights = type,
                            .input = problem.x.data() + first * shape.columns,
                            .inputStride = shape.columns,
                            .activations = problem.activations.data(),
                            .tokens = tokens,
                            .columns = shape.columns,
                            .tokenBegin = 0,
                            .tokenEnd = tokens,
                            .batchInvariant = true};
      kernels().quantizeActivations(quantize);
      MatmulArgs args = problem.args(output);
      args.tokens = args.tokenEnd = tokens;
      args.batchInvariant = true;
      kernels().matmul(args);
    };
    std::vector<float> together(shape.tokens * shape.rows), alone(together.size());
    multiply(0, shape.tokens, together.data());
    for (std::size_t t = 0; t < shape.tokens; ++t) multiply(t, 1, alone.data() + t * shape.rows);
    EXPECT_EQ(together, alone) << nameOf(type);
  }
}

void multiplyInParts(const KernelTable& kernels, const Shape& shape) {
  for (const ValueType type : kPackedTypes) {
    const Problem problem(kernels, type, shape);
    const GuardedFloats whole(shape.tokens * shape.rows), parts(shape.tokens * shape.rows);
    kernels.matmul(problem.args(whole.data()));
    MatmulArgs args = problem.args(parts.data());
    for (const auto& [groupBegin, groupEnd] : {std::pair{3, 5}, {0, 1}, {1, 3}}) {
      for (const auto& [tokenBegin, tokenEnd] :
           {std::pair{24, int(shape.tokens)}, {0, 8}, {8, 24}}) {
        args.groupBegin = std::size_t(groupBegin);
        args.groupEnd = std::size_t(groupEnd);
        args.tokenBegin = std::size_t(tokenBegin);
        args.tokenEnd = std::size_t(tokenEnd);
        kernels.matmul(args);
      }
    }
    EXPECT_EQ(std::memcmp(whole.data(), parts.data(), whole.size() * sizeof(float)), 0)
        << nameOf(type);
  }
}

TEST_P(MatmulTest, AnyPartitionGivesTheSameBits) {
  multiplyInParts(kernels(), {70, 512, 37});
  if (hasBytes(kernels())) multiplyInParts(kernels(), {70, 512, kByteTokens + 5});
}

TEST_P(MatmulTest, WritesOnlyItsOwnOutputs) {
  const Shape shape{17, 64, 3};
  const Problem problem(kernels(), ValueType::Q4_0, shape);
  constexpr std::size_t kStride = 40;
  std::vector<float> y(shape.tokens * kStride, 12345.0f);
  MatmulArgs args = problem.args(y.data());
  args.outputStride = kStride;
  kernels().matmul(args);
  for (std::size_t i = 0; i < y.size(); ++i) {
    EXPECT_EQ(y[i] == 12345.0f, i % kStride >= shape.rows) << i;
  }
}

// Where a block's scales and minima stand, which an extreme test must leave as they are.
bool isScale(ValueType type, std::size_t at) {
  switch (type) {
    case ValueType::Q4_1:
    case ValueType::Q5_1:
      return at < 4;
    case ValueType::Q4_K:
    case ValueType::Q5_K:
      return at < 16;
    case ValueType::Q2_K:
      return at < 16 || at >= 80;
    case ValueType::Q3_K:
      return at >= 96;
    case ValueType::Q6_K:
      return at >= 192;
    case ValueType::IQ4_XS:
      return at < 8;
    case ValueType::MXFP4:
      return at < 1;
    default:
      return at < 2;
  }
}

void multiplyExtremes(const KernelTable& kernels, std::size_t tokens) {
  for (const ValueType type : kPackedTypes) {
    const Shape shape{16, 512, tokens};
    std::vector<std::byte> blocks = randomWeights(type, shape.rows, shape.columns, 3);
    for (const int fill : {0x00, 0xff, 0x80, 0x7f}) {
      const std::size_t step = sourceRowBytes(type, blockColumns(type));
      for (std::size_t i = 0; i < blocks.size(); ++i)
        if (!isScale(type, i % step)) blocks[i] = std::byte(fill);
      Problem problem(kernels, type, shape);
      packRows({type, blocks.data(), problem.packed.data(), shape.rows, shape.columns, 0, 1});
      problem.blocks = blocks;
      for (std::size_t i = 0; i < problem.x.size(); ++i)
        problem.x[i] = i / shape.columns % 2 == 0 ? 3 : -3;
      problem.quantize(kernels);
      const GuardedFloats y(shape.tokens * shape.rows);
      kernels.matmul(problem.args(y.data()));
      EXPECT_LE(normalisedError(y.span(), problem.expected(problem.x.span())), 1e-9)
          << nameOf(type) << " filled with " << fill << " for " << tokens;
    }
  }
}

// Every weight and every activation at the end of its range: no intermediate sum may overflow.
TEST_P(MatmulTest, ExtremeActivationsStayExact) {
  multiplyExtremes(kernels(), 2);
  if (GetParam() == Isa::Amx) return;  // which keeps eight bits of the weights
  multiplyExtremes(kernels(), 14);
  if (hasBytes(kernels())) multiplyExtremes(kernels(), kByteTokens + 2);
}

// One value that is far larger than the others, of either sign, in any place, must not coarsen
// them.
TEST_P(MatmulTest, ASingleLargeValueLeavesTheOthersFine) {
  for (const ValueType type : {ValueType::Q4_0, ValueType::Q6_K}) {
    const Shape shape{16, 512, hasBytes(kernels()) ? kByteTokens + 3 : 41};
    Problem problem(kernels(), type, shape);
    if (problem.form == ActivationForm::Bfloat16) continue;  // each has an exponent of its own
    for (std::size_t block = 0; block < problem.x.size() / kSubColumns; ++block) {
      float& value = problem.x[block * kSubColumns + block * 7 % kSubColumns];
      value = block % 3 == 0 ? 90.0f : block % 3 == 1 ? -20.0f : value;
    }
    problem.quantize(kernels());
    const std::vector<float> rounded = problem.rounded();
    for (std::size_t i = 0; i < problem.x.size(); ++i) {
      const bool large = std::abs(problem.x[i]) > 10;
      ASSERT_NEAR(rounded[i], problem.x[i], large ? 0.005 * std::abs(problem.x[i]) : 0.02) << i;
    }
    const GuardedFloats y(shape.tokens * shape.rows);
    kernels().matmul(problem.args(y.data()));
    EXPECT_LE(normalisedError(y.span(), problem.expected(rounded)), 1e-10);
  }
}

void quantiseInParts(const KernelTable& kernels, ValueType type, std::size_t tokens) {
  const std::size_t columns = 96, stride = 100;
  const GuardedFloats x(randomFloats((tokens - 1) * stride + columns, 5));
  const std::size_t bytes = activationBytes(tokens, columns);
  const GuardedBytes whole(bytes), parts(bytes);
  std::memset(whole.data(), 0, bytes);
  std::memset(parts.data(), 0, bytes);
  QuantizeArgs args{.weights = type,
                    .input = x.data(),
                    .inputStride = stride,
                    .activations = whole.data(),
                    .tokens = tokens,
                    .columns = columns,
                    .tokenBegin = 0,
                    .tokenEnd = tokens};
  kernels.quantizeActivations(args);
  args.activations = parts.data();
  for (const auto& [begin, end] : {std::pair{std::size_t(11), tokens}, {0, 5}, {5, 11}}) {
    args.tokenBegin = begin;
    args.tokenEnd = end;
    kernels.quantizeActivations(args);
  }
  EXPECT_EQ(std::memcmp(whole.data(), parts.data(), bytes), 0) << nameOf(type) << " " << tokens;
}

TEST_P(MatmulTest, QuantisingInPartsOrWholeIsTheSame) {
  for (const std::size_t tokens : {std::size_t(21), std::size_t(41), kByteTokens + 3}) {
    for (const ValueType type : {ValueType::Q8_0, ValueType::Q4_K})
      quantiseInParts(kernels(), type, tokens);
  }
}

TEST_P(MatmulTest, ZeroAndTinyActivationsGiveZero) {
  const Shape shape{16, 64, 1};
  Problem problem(kernels(), ValueType::Q4_1, shape);
  for (std::size_t i = 0; i < shape.columns; ++i) problem.x[i] = i < 32 ? 0.0f : 1e-40f;
  problem.quantize(kernels());
  const GuardedFloats y(shape.rows);
  kernels().matmul(problem.args(y.data()));
  for (const float value : y.span()) EXPECT_EQ(value, 0);
}

TEST_P(MatmulTest, FloatWeightsAgreeWithDoublePrecision) {
  for (const ValueType type : {ValueType::F32, ValueType::F16, ValueType::BF16}) {
    for (const std::size_t columns : {1, 7, 31, 64, 100, 576}) {
      for (const std::size_t rows : {1, 2, 3, 4, 5, 17}) {
        for (const std::size_t tokens : {1, 3, 4, 5, 9}) {
          const std::vector<std::byte> source = randomWeights(type, rows, columns, 1);
          const GuardedBytes weights(source.size());
          std::memcpy(weights.data(), source.data(), source.size());
          const GuardedFloats x(randomFloats(tokens * columns, 2)), y(tokens * rows);
          FloatMatmulArgs args{.type = type,
                               .weights = weights.data(),
                               .input = x.data(),
                               .inputStride = columns,
                               .output = y.data(),
                               .outputStride = rows,
                               .columns = columns,
                               .rowBegin = 0,
                               .rowEnd = rows / 2,
                               .tokenBegin = 0,
                               .tokenEnd = tokens};
          kernels().matmulFloat(args);
          args.rowBegin = rows / 2;
          args.rowEnd = rows;
          kernels().matmulFloat(args);
          const std::vector<double> expected =
              multiplyReference(decodeWeights(type, source), x.span(), rows, columns, tokens);
          ASSERT_LE(normalisedError(y.span(), expected), 1e-10)
              << nameOf(type) << " " << rows << " x " << columns << " for " << tokens;
        }
      }
    }
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
