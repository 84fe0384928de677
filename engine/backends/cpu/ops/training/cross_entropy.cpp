// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/cross_entropy.h"

#include <cmath>

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"
#include "backends/cpu/float_rows.h"

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

constexpr std::int64_t kStripRows = 64;     // of the vocabulary, whose logits are held at a time
constexpr std::int64_t kChunkTokens = 512;  // whose logits are held at a time

// The part of an output matrix that is worked on, and the logits of some tokens for it.
class Logits {
 public:
  // The inputs of cross_entropy begin at `first` among those of the node.
  Logits(PlanContext& context, int first)
      : m_x(context.input(first)),
        m_weight(context.input(first + 1)),
        m_attributes(context.node().attributes.as<ops::CrossEntropyAttributes>()),
        m_kernels(&context.kernels()) {
    if (m_attributes.hasBias) m_bias = context.input(first + 2);
    context.needScratch(std::size_t(kStripRows * columns() + kStripRows * kChunkTokens) *
                            sizeof(float) +
                        kChunkTokens * (sizeof(kernel::SoftmaxSum) + sizeof(float)));
  }

  [[nodiscard]] const Value& x() const { return m_x; }
  [[nodiscard]] const Value& weight() const { return m_weight; }
  [[nodiscard]] const kernel::KernelTable& kernels() const { return *m_kernels; }
  [[nodiscard]] std::int64_t columns() const { return m_weight.desc.shape.columns(); }
  [[nodiscard]] std::int64_t vocabulary() const { return m_weight.desc.shape.rows(); }
  [[nodiscard]] float cap() const { return m_attributes.softCap; }

  // How a thread's scratch memory is divided.
  struct Scratch {
    float* strip;
    float* logits;  // token t, row r of the strip at logits[t × kStripRows + r]
    kernel::SoftmaxSum* sums;
    float* wanted;
  };
  [[nodiscard]] Scratch scratch(std::byte* memory) const {
    auto* const strip = reinterpret_cast<float*>(memory);
    float* const logits = strip + kStripRows * columns();
    auto* const sums = reinterpret_cast<kernel::SoftmaxSum*>(logits + kStripRows * kChunkTokens);
    return {strip, logits, sums, reinterpret_cast<float*>(sums + kChunkTokens)};
  }

  [[nodiscard]] FloatRows strip(Range rows, const Scratch& s) const {
    return floatRows(m_weight, {rows.begin, rows.end, 0, columns()}, s.strip);
  }

  // The logits of tokens for the rows of a strip, capped.
  void compute(const FloatRows& strip, Range rows, Range tokens, const Scratch& s) const {
    kernel::FloatMatmulArgs args;
    args.weights = reinterpret_cast<const std::byte*>(strip.data);
    args.input = m_x.row(tokens.begin);
    args.columns = args.inputStride = std::size_t(columns());
    args.output = s.logits;
    args.outputStride = kStripRows;
    args.rowEnd = std::size_t(rows.end - rows.begin);
    args.tokenEnd = std::size_t(tokens.end - tokens.begin);
    m_kernels->matmulFloat(args);
    const std::size_t count = args.rowEnd;
    for (std::size_t t = 0; t < args.tokenEnd; ++t) {
      float* const row = s.logits + t * kStripRows;
      if (m_attributes.hasBias) m_kernels->add({row, m_bias.row(0) + rows.begin, row, 0, count});
      if (cap() > 0) m_kernels->softCap({row, cap(), row, 0, count});
    }
  }

  // Makes the gradients of the products of them.
  void toFlows(Range rows, Range tokens, const Value& dy, const Value& y,
               std::span<const std::int32_t> targets, const Scratch& s) const {
    const std::int64_t count = rows.end - rows.begin;
    float slopes[kStripRows];
    for (std::int64_t t = tokens.begin; t < tokens.end; ++t) {
      float* const row = s.logits + (t - tokens.begin) * kStripRows;
      const float* const flow = dy.row(t);
      for (std::int64_t i = 0; i < count; ++i) {
        const float share = cap() > 0 ? row[i] / cap() : 0;
        slopes[i] = 1 - share * share;
      }
      m_kernels->softmaxShare({row, std::size_t(count), y.row(t)[1], flow[0] + flow[1]});
      const std::int64_t target = targets[std::size_t(t)];
      if (target >= rows.begin && target < rows.end) row[target - rows.begin] -= flow[0];
      if (cap() <= 0) continue;
      for (std::int64_t i = 0; i < count; ++i) row[i] *= slopes[i];
    }
  }

 private:
  Value m_x, m_weight, m_bias;
  ops::CrossEntropyAttributes m_attributes;
  const kernel::KernelTable* m_kernels;
};

// Calls use(range) for pieces of at most `most`.
template <class Use>
void inPieces(Range all, std::int64_t most, const Use& use) {
  for (std::int64_t begin = all.begin; begin < all.end; begin += most)
    use(Range{begin, std::min(all.end, begin + most)});
}

void lossesOf(const Logits& logits, const Value& y, Range tokens, const StepContext& c) {
  const Logits::Scratch s = logits.scratch(c.scratch);
  for (std::int64_t t = 0; t < tokens.end - tokens.begin; ++t) s.sums[t] = {};
  inPieces({0, logits.vocabulary()}, kStripRows, [&](Range rows) {
    logits.compute(logits.strip(rows, s), rows, tokens, s);
    for (std::int64_t t = tokens.begin; t < tokens.end; ++t) {
      const std::int64_t i = t - tokens.begin, target = c.batch.targets[std::size_t(t)];
      const float* const row = s.logits + i * kStripRows;
      logits.kernels().softmaxSum({row, std::size_t(rows.end - rows.begin), s.sums + i});
      if (target >= rows.begin && target < rows.end) s.wanted[i] = row[target - rows.begin];
    }
  });
  for (std::int64_t t = tokens.begin; t < tokens.end; ++t) {
    const std::int64_t i = t - tokens.begin;
    const double logSum = double(s.sums[i].largest) + std::log(s.sums[i].sum);
    y.row(t)[0] = float(logSum - double(s.wanted[i]));
    y.row(t)[1] = float(logSum);
  }
}

}  // namespace

// Parts are tokens, each of which goes through the whole vocabulary.
void planCrossEntropy(PlanContext& context) {
  const Logits logits(context, 0);
  const Value y = context.output();
  const auto run = [logits, y](const StepContext& c) {
    inPieces(c.units, kChunkTokens, [&](Range tokens) { lossesOf(logits, y, tokens, c); });
  };
  context.step({run,
                Split::Rows,
                y.desc.shape.rows(),
                {logits.x().buffer.read(), y.buffer.write()},
                false,
                logits.weight().desc.bytes()});
}

void planCrossEntropyInputGradient(PlanContext& context) {
  const Logits logits(context, 2);
  const Value dy = context.input(0), y = context.input(1), dx = context.output();
  const auto addStrips = [logits, dy, y, dx](Range tokens, const StepContext& c) {
    const Logits::Scratch s = logits.scratch(c.scratch);
    kernel::OuterProductsArgs args;
    args.a = s.logits;
    args.aRowStride = kStripRows;
    args.aTermStride = 1;
    args.c = dx.row(tokens.begin);
    args.columns = args.cStride = std::size_t(logits.columns());
    args.rows = std::size_t(tokens.end - tokens.begin);
    inPieces({0, logits.vocabulary()}, kStripRows, [&](Range rows) {
      const FloatRows strip = logits.strip(rows, s);
      logits.compute(strip, rows, tokens, s);
      logits.toFlows(rows, tokens, dy, y, c.batch.targets, s);
      args.b = strip.data;
      args.bStride = strip.stride;
      args.terms = std::size_t(rows.end - rows.begin);
      args.add = rows.begin > 0;
      logits.kernels().outerProducts(args);
    });
  };
  const auto run = [addStrips](const StepContext& c) {
    inPieces(c.units, kChunkTokens, [&](Range tokens) { addStrips(tokens, c); });
  };
  context.step({run,
                Split::Rows,
                dx.desc.shape.rows(),
                {dy.buffer.read(), y.buffer.read(), logits.x().buffer.read(), dx.buffer.write()},
                false,
                logits.weight().desc.bytes()});
}

// Parts are strips of the vocabulary, each of which goes through all tokens.
void planCrossEntropyWeightGradient(PlanContext& context) {
  const Logits logits(context, 2);
  const Value dy = context.input(0), y = context.input(1), dw = context.output();
  const auto addTokens = [logits, dy, y, dw](Range rows, const StepContext& c) {
    const Logits::Scratch s = logits.scratch(c.scratch);
    const FloatRows strip = logits.strip(rows, s);
    kernel::OuterProductsArgs args;
    args.a = s.logits;
    args.aRowStride = 1;
    args.aTermStride = kStripRows;
    args.c = dw.row(rows.begin);
    args.columns = args.cStride = args.bStride = std::size_t(logits.columns());
    args.rows = std::size_t(rows.end - rows.begin);
    inPieces({0, dy.desc.shape.rows()}, kChunkTokens, [&](Range tokens) {
      logits.compute(strip, rows, tokens, s);
      logits.toFlows(rows, tokens, dy, y, c.batch.targets, s);
      args.b = logits.x().row(tokens.begin);
      args.terms = std::size_t(tokens.end - tokens.begin);
      args.add = tokens.begin > 0;
      logits.kernels().outerProducts(args);
    });
  };
  const auto run = [addTokens, vocabulary = logits.vocabulary()](const StepContext& c) {
    inPieces({c.units.begin * kStripRows, std::min(vocabulary, c.units.end * kStripRows)},
             kStripRows, [&](Range rows) { addTokens(rows, c); });
  };
  context.step({run,
                Split::Own,
                (logits.vocabulary() + kStripRows - 1) / kStripRows,
                {dy.buffer.readWhole(), y.buffer.readWhole(), logits.x().buffer.readWhole(),
                 dw.buffer.write()},
                false,
                logits.weight().desc.bytes()});
}

}  // namespace alcove::backends::cpu
