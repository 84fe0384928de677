// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/attention.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/cpu/kernel_test.h"
#include "quant/cached_blocks.h"

namespace alcove::kernels::cpu {
namespace {

struct Case {
  std::size_t kvHeads = 2;
  std::size_t group = 3;  // query heads per KV head
  std::size_t keyDim = 64;
  std::size_t valueDim = 64;
  std::size_t start = 0;
  std::size_t tokens = 1;
  std::size_t window = 0;
  bool bothWays = false;  // every token sees the whole context
  float softCap = 0;
  ValueType keyType = ValueType::F16;
  ValueType valueType = ValueType::F16;
  std::size_t blockTokens = 32;
  bool sinks = false;

  [[nodiscard]] std::string name() const {
    std::string text = std::string(nameOf(keyType)) + "/" + nameOf(valueType);
    for (const std::size_t n : {kvHeads, group, keyDim, valueDim, start, tokens, window,
                                std::size_t(softCap), blockTokens}) {
      text += " " + std::to_string(n);
    }
    return text + (bothWays ? " both ways" : "") + (sinks ? " with sinks" : "");
  }
};

// A cache whose blocks are shuffled among others that hold NaN, and one head-by-head copy in float.
struct Cache {
  Cache(const Case& wanted, std::size_t dimension, ValueType type, unsigned seed)
      : shape(wanted),
        dim(dimension),
        format(blockTypeOf(type)),
        context(shape.start + shape.tokens),
        rowBytes(quant::rowBytes(format, dim)),
        blockBytes(shape.kvHeads * shape.blockTokens * rowBytes),
        values(randomFloats(context * shape.kvHeads * dim, seed)),
        bytes((2 * context / shape.blockTokens + 3) * blockBytes) {
    const std::size_t blocks = (context + shape.blockTokens - 1) / shape.blockTokens;
    table.resize(2 * blocks + 1);
    std::iota(table.begin(), table.end(), 0u);
    std::shuffle(table.begin(), table.end(), std::mt19937(7));
    // A table has no entries beyond the context.
    table.resize(blocks);
    table.shrink_to_fit();
    for (std::size_t position = 0; position < context; ++position) {
      for (std::size_t head = 0; head < shape.kvHeads; ++head) put(position, head);
    }
  }

  // Stores a row; what is expected is computed from what is stored.
  void put(std::size_t position, std::size_t head) {
    const std::size_t inBlock = head * shape.blockTokens + position % shape.blockTokens;
    std::byte* at =
        bytes.data() + table[position / shape.blockTokens] * blockBytes + inBlock * rowBytes;
    float* row = values.data() + (position * shape.kvHeads + head) * dim;
    quant::encodeCached(format, row, at, dim / format.blockValues);
    quant::decodeCached(format, at, row, dim / format.blockValues);
  }

  [[nodiscard]] const float* row(std::size_t position, std::size_t head) const {
    return values.data() + (position * shape.kvHeads + head) * dim;
  }

  Case shape;
  std::size_t dim;
  const quant::BlockType& format;
  std::size_t context;
  std::size_t rowBytes;
  std::size_t blockBytes;
  std::vector<float> values;  // [context, kvHeads, dim]
  std::vector<std::uint32_t> table;
  GuardedBytes bytes;
};

struct Problem {
  explicit Problem(const Case& wanted)
      : shape(wanted),
        keys(shape, shape.keyDim, shape.keyType, 1),
        values(shape, shape.valueDim, shape.valueType, 2),
        queries(randomFloats(shape.tokens * heads() * shape.keyDim, 3, 2)),
        sinks(randomFloats(heads(), 4, 3)),
        output(shape.tokens * heads() * shape.valueDim) {}

  [[nodiscard]] std::size_t heads() const { return shape.kvHeads * shape.group; }

  [[nodiscard]] AttentionArgs args() const {
    return {.queries = queries.data(),
            .output = output.data(),
            .keys = keys.bytes.data(),
            .values = values.bytes.data(),
            .keyBlockBytes = keys.blockBytes,
            .valueBlockBytes = values.blockBytes,
            .blockTable = keys.table.data(),
            .keyType = shape.keyType,
            .valueType = shape.valueType,
            .blockTokens = shape.blockTokens,
            .heads = heads(),
            .kvHeads = shape.kvHeads,
            .keyDim = shape.keyDim,
            .valueDim = shape.valueDim,
            .start = shape.start,
            .window = shape.window,
            .visible = shape.bothWays ? keys.context : 0,
            .softCap = shape.softCap,
            .scale = 1 / std::sqrt(float(shape.keyDim)),
            .sinks = shape.sinks ? sinks.data() : nullptr};
  }

  [[nodiscard]] std::vector<double> expected() const {
    std::vector<double> result;
    for (std::size_t t = 0; t < shape.tokens; ++t) {
      for (std::size_t h = 0; h < heads(); ++h) appendExpected(t, h, result);
    }
    return result;
  }

  void appendExpected(std::size_t token, std::size_t head, std::vector<double>& result) const {
    const std::size_t position = shape.start + token, kvHead = head / shape.group;
    const std::size_t begin =
        shape.window && position + 1 > shape.window ? position + 1 - shape.window : 0;
    const std::size_t end = shape.bothWays ? keys.context : position + 1;
    const float* query = queries.data() + (token * heads() + head) * shape.keyDim;
    std::vector<double> scores;
    for (std::size_t p = begin; p < end; ++p) {
      double score = std::inner_product(query, query + shape.keyDim, keys.row(p, kvHead), 0.0);
      score /= std::sqrt(double(shape.keyDim));
      if (shape.softCap != 0)
        score = double(shape.softCap) * std::tanh(score / double(shape.softCap));
      scores.push_back(score);
    }
    double largest = *std::max_element(scores.begin(), scores.end());
    if (shape.sinks) largest = std::max(largest, double(sinks[head]));
    double total = shape.sinks ? std::exp(double(sinks[head]) - largest) : 0;
    std::vector<double> sums(shape.valueDim);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double weight = std::exp(scores[i] - largest);
      total += weight;
      const float* value = values.row(begin + i, kvHead);
      for (std::size_t d = 0; d < shape.valueDim; ++d) sums[d] += weight * double(value[d]);
    }
    for (const double sum : sums) result.push_back(sum / total);
  }

  Case shape;
  Cache keys;
  Cache values;
  GuardedFloats queries;
  GuardedFloats sinks;
  GuardedFloats output;
};

class AttentionTest : public KernelTest {
 protected:
  // Items of `tileTokens` tokens, last first.
  void attend(const Problem& problem, std::size_t tileTokens) {
    const AttentionArgs args = problem.args();
    const GuardedBytes scratch(attentionScratchBytes(args));
    for (std::size_t head = 0; head < args.kvHeads; ++head) {
      for (std::size_t end = problem.shape.tokens; end > 0;) {
        const std::size_t begin = end > tileTokens ? end - tileTokens : 0;
        kernels().attention(
            args,
            {.kvHead = head, .tokenBegin = begin, .tokenEnd = end, .scratch = scratch.data()});
        end = begin;
      }
    }
  }

  void expectRight(const Case& shape) {
    const Problem problem(shape);
    const std::vector<double> expected = problem.expected();
    for (const std::size_t tile : {attentionTileTokens(problem.args()), shape.tokens}) {
      attend(problem, tile);
      ASSERT_LE(normalisedError(problem.output.span(), expected), 1e-10)
          << shape.name() << " in tiles of " << tile;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Isa, AttentionTest, kEveryIsa, kIsaName);

TEST_P(AttentionTest, EveryGroupAndDimension) {
  for (const std::size_t group : {1, 2, 3, 4, 7, 8, 16}) {
    for (const std::size_t dim : {32, 64, 80, 96, 128, 256}) {
      expectRight({.group = group, .keyDim = dim, .valueDim = dim, .start = 70});
      expectRight({.group = group, .keyDim = dim, .valueDim = dim, .start = 5, .tokens = 41});
    }
  }
}

TEST_P(AttentionTest, EveryPairOfTypes) {
  for (const ValueType keys : kCachedTypes) {
    for (const ValueType values : kCachedTypes) {
      Case shape{.start = 83, .keyType = keys, .valueType = values, .blockTokens = 16};
      for (shape.group = 1; shape.group <= 8; ++shape.group) {
        for (const std::size_t tokens : {1, 2, 21}) {
          shape.tokens = tokens;
          expectRight(shape);
        }
      }
    }
  }
}

TEST_P(AttentionTest, BlockedTypesInEveryShape) {
  for (const ValueType type : {ValueType::Q8_0, ValueType::Q4_0}) {
    for (const std::size_t dim : {32, 64, 96, 128, 160, 256}) {
      for (const std::size_t tokens : {1, 38}) {
        Case shape{.keyDim = dim, .valueDim = dim, .start = 50, .tokens = tokens};
        shape.keyType = shape.valueType = type;
        expectRight(shape);
        shape.keyDim = 64;
        shape.blockTokens = 8;
        shape.window = 33;
        shape.sinks = true;
        expectRight(shape);
        shape.window = 0;
        shape.softCap = 5;
        expectRight(shape);
        shape.start = 0;
        shape.bothWays = true;
        expectRight(shape);
      }
    }
  }
}

// What it takes from a cache in blocks of 16 is what it takes from one that is contiguous.
TEST_P(AttentionTest, BlocksDoNotChangeABit) {
  for (const ValueType type : kCachedTypes) {
    for (const std::size_t window : {0, 21, 64}) {
      for (const std::size_t tokens : {1, 25}) {
        Case shape{.start = 100, .tokens = tokens, .window = window, .blockTokens = 16};
        shape.keyType = shape.valueType = type;
        const Problem paged(shape);
        shape.blockTokens = 256;
        const Problem contiguous(shape);
        attend(paged, tokens);
        attend(contiguous, tokens);
        ASSERT_TRUE(std::ranges::equal(paged.output.span(), contiguous.output.span()))
            << shape.name();
      }
    }
  }
}

TEST_P(AttentionTest, KeysAndValuesOfDifferentAndOddSizes) {
  for (const ValueType type : {ValueType::F16, ValueType::F32}) {
    for (const std::size_t tokens : {1, 37}) {
      expectRight({.keyDim = 72,
                   .valueDim = 40,
                   .start = 33,
                   .tokens = tokens,
                   .keyType = type,
                   .valueType = type});
      expectRight({.keyDim = 8,
                   .valueDim = 136,
                   .start = 33,
                   .tokens = tokens,
                   .keyType = type,
                   .valueType = type});
    }
  }
}

TEST_P(AttentionTest, EveryNumberOfTokens) {
  for (std::size_t tokens = 1; tokens <= 20; ++tokens) {
    expectRight({.start = 45, .tokens = tokens});
    expectRight({.group = 1,
                 .start = 0,
                 .tokens = tokens,
                 .keyType = ValueType::F32,
                 .valueType = ValueType::F32});
  }
}

TEST_P(AttentionTest, Windows) {
  for (const std::size_t window : {1, 2, 31, 32, 33, 50, 1000}) {
    for (const std::size_t start : {0, 20, 150}) {
      expectRight({.start = start, .tokens = 1, .window = window});
      expectRight({.start = start, .tokens = 70, .window = window});
    }
  }
}

TEST_P(AttentionTest, BothWays) {
  for (const ValueType type : {ValueType::F16, ValueType::F32}) {
    for (const std::size_t tokens : {1, 2, 5, 31, 32, 33, 64, 130}) {
      expectRight(
          {.group = 1, .tokens = tokens, .bothWays = true, .keyType = type, .valueType = type});
      expectRight({.keyDim = 40, .valueDim = 72, .tokens = tokens, .bothWays = true, .softCap = 5});
    }
  }
}

TEST_P(AttentionTest, SoftCaps) {
  for (const float cap : {0.5f, 5.0f, 50.0f}) {
    for (const std::size_t tokens : {1, 40}) {
      expectRight({.start = 50, .tokens = tokens, .softCap = cap});
      expectRight({.start = 50, .tokens = tokens, .window = 17, .softCap = cap});
    }
  }
}

TEST_P(AttentionTest, SinksTakeTheirShare) {
  for (const std::size_t group : {1, 3, 8}) {
    for (const std::size_t tokens : {1, 2, 40}) {
      expectRight({.group = group, .start = 50, .tokens = tokens, .sinks = true});
      expectRight({.group = group, .start = 70, .tokens = tokens, .window = 17, .sinks = true});
      expectRight({.group = group, .tokens = tokens, .softCap = 5, .sinks = true});
    }
  }
}

TEST_P(AttentionTest, ASinkMayDrownOrVanish) {
  for (const std::size_t tokens : {1, 40}) {
    const Problem problem({.start = 50, .tokens = tokens, .sinks = true});
    const std::size_t heads = problem.heads(), dim = problem.shape.valueDim;
    for (std::size_t h = 0; h < heads; ++h) problem.sinks[h] = h % 2 ? -INFINITY : 1e4f;
    attend(problem, tokens);
    const std::vector<double> expected = problem.expected();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const bool drowned = i / dim % heads % 2 == 0;
      ASSERT_NEAR(problem.output[i], drowned ? 0 : expected[i], 1e-5);
    }
  }
}

TEST_P(AttentionTest, BlocksOfOtherSizes) {
  for (const std::size_t blockTokens : {1, 8, 16, 48, 64, 128}) {
    for (const std::size_t tokens : {1, 33}) {
      expectRight({.start = 101, .tokens = tokens, .blockTokens = blockTokens});
    }
  }
}

TEST_P(AttentionTest, LongContextsKeepTheirPrecision) {
  expectRight({.kvHeads = 1, .start = 3000, .tokens = 1});
  expectRight({.kvHeads = 1, .start = 1500, .tokens = 17});
}

TEST_P(AttentionTest, PartsOfTheContextMergeToTheWhole) {
  for (const std::size_t tokens : {1, 4, 30}) {
    for (const std::size_t window : {0, 40}) {
      const Problem problem(
          {.start = 200, .tokens = tokens, .window = window, .sinks = tokens != 4});
      const AttentionArgs args = problem.args();
      const GuardedBytes scratch(attentionScratchBytes(args));
      // Uneven parts; the last ones begin where nothing is visible yet to the first tokens.
      const std::size_t cuts[] = {0, 32, 77, 160, 203, problem.keys.context};
      const std::size_t parts = std::size(cuts) - 1;
      const std::size_t floats = attentionPartialFloats(args, tokens);
      for (std::size_t head = 0; head < args.kvHeads; ++head) {
        const GuardedFloats partials(parts * floats);
        for (std::size_t i = 0; i < parts; ++i) {
          kernels().attention(args, {.kvHead = head,
                                     .tokenBegin = 0,
                                     .tokenEnd = tokens,
                                     .contextBegin = cuts[i],
                                     .contextEnd = cuts[i + 1],
                                     .partial = partials.data() + i * floats,
                                     .scratch = scratch.data()});
        }
        kernels().attentionMerge(args, {.partials = partials.data(),
                                        .parts = parts,
                                        .kvHead = head,
                                        .tokenBegin = 0,
                                        .tokenEnd = tokens});
      }
      EXPECT_LE(normalisedError(problem.output.span(), problem.expected()), 1e-10)
          << tokens << " tokens, window " << window;
    }
  }
}

TEST_P(AttentionTest, HugeScoresDoNotOverflow) {
  for (const std::size_t tokens : {1, 20}) {
    const Problem problem(
        {.start = 64, .tokens = tokens, .keyType = ValueType::F32, .valueType = ValueType::F32});
    for (std::size_t i = 0; i < problem.queries.size(); ++i) problem.queries[i] *= 1e4f;
    attend(problem, tokens);
    for (const float value : problem.output.span()) ASSERT_TRUE(std::isfinite(value));
  }
}

}  // namespace
}  // namespace alcove::kernels::cpu
