// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "backends/cpu/cpu_op_table.h"
#include "ops/paged_attention.h"

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

constexpr std::int64_t kQueryRows = 32;  // whose scores are held at a time

// The op's inputs and output, and how its heads are laid out.
struct Geometry {
  ops::PagedAttentionAttributes attributes;
  Value dy, q, k, v;
  std::optional<Value> sinks;
  Value output;
  const kernel::KernelTable* kernels = nullptr;

  [[nodiscard]] std::int64_t heads() const { return attributes.heads; }
  [[nodiscard]] std::int64_t keyDim() const { return q.desc.shape.columns() / heads(); }
  [[nodiscard]] std::int64_t valueDim() const { return dy.desc.shape.columns() / heads(); }
  [[nodiscard]] std::int64_t kvHeads() const { return k.desc.shape.columns() / keyDim(); }
  [[nodiscard]] std::int64_t group() const { return heads() / kvHeads(); }
  [[nodiscard]] std::int64_t stride() const { return output.desc.shape.columns(); }
  // Where the gradients of k, of v and of the sinks begin in a row of the output.
  [[nodiscard]] std::int64_t keyPlace() const { return q.desc.shape.columns(); }
  [[nodiscard]] std::int64_t valuePlace() const { return keyPlace() + k.desc.shape.columns(); }
  [[nodiscard]] std::int64_t sinkPlace() const { return valuePlace() + v.desc.shape.columns(); }

  [[nodiscard]] std::size_t scratchBytes() const {
    const std::int64_t tokens = q.desc.shape.rows();
    return std::size_t(tokens * (keyDim() + valueDim() + 2 * kQueryRows) +
                       kQueryRows * std::max(keyDim(), valueDim())) *
           sizeof(float);
  }
};

// One KV head of one sequence, with the query heads that read it: what they have to do with each
// other and with nothing else. Rows are tokens of the sequence.
class KvHeadGradient {
 public:
  KvHeadGradient(const Geometry& g, const ops::SequenceView& sequence, std::int64_t kvHead,
                 std::byte* scratch)
      : m_g(g),
        m_first(sequence.first),
        m_count(sequence.count),
        m_kvHead(kvHead),
        m_keys(reinterpret_cast<float*>(scratch)),
        m_values(m_keys + m_count * g.keyDim()),
        m_scores(m_values + m_count * g.valueDim()),
        m_flows(m_scores + kQueryRows * m_count),
        m_rows(m_flows + kQueryRows * m_count) {
    ALCOVE_ASSERT(sequence.start == 0);
  }

  void run() {
    gather(m_g.k, m_kvHead * m_g.keyDim(), m_g.keyDim(), 0, m_count, m_keys);
    gather(m_g.v, m_kvHead * m_g.valueDim(), m_g.valueDim(), 0, m_count, m_values);
    for (std::int64_t t = 0; t < m_count; ++t) {
      std::fill_n(keyGradient(t), m_g.keyDim(), 0.0f);
      std::fill_n(valueGradient(t), m_g.valueDim(), 0.0f);
    }
    for (std::int64_t i = 0; i < m_g.group(); ++i) {
      for (std::int64_t row = 0; row < m_count; row += kQueryRows)
        addRows(m_kvHead * m_g.group() + i, row, std::min(m_count, row + kQueryRows));
    }
  }

 private:
  [[nodiscard]] float* outputRow(std::int64_t token) const {
    return m_g.output.row(m_first + token);
  }
  [[nodiscard]] float* keyGradient(std::int64_t token) const {
    return outputRow(token) + m_g.keyPlace() + m_kvHead * m_g.keyDim();
  }
  [[nodiscard]] float* valueGradient(std::int64_t token) const {
    return outputRow(token) + m_g.valuePlace() + m_kvHead * m_g.valueDim();
  }

  void gather(const Value& from, std::int64_t column, std::int64_t columns, std::int64_t begin,
              std::int64_t end, float* to) const {
    for (std::int64_t t = begin; t < end; ++t, to += columns)
      std::copy_n(from.row(m_first + t) + column, columns, to);
  }

  // The positions that any of some queries sees.
  [[nodiscard]] Range seen(std::int64_t begin, std::int64_t end) const {
    const std::int64_t window = m_g.attributes.window;
    return {window > 0 ? std::max<std::int64_t>(0, begin + 1 - window) : 0,
            m_g.attributes.causal ? end : m_count};
  }

  // products[row × count + position] of the rows in m_rows with those of `with`.
  void multiply(const float* with, std::int64_t dim, std::int64_t rows, Range positions,
                float* products) const {
    kernel::FloatMatmulArgs args;
    args.weights = reinterpret_cast<const std::byte*>(with + positions.begin * dim);
    args.input = m_rows;
    args.columns = args.inputStride = std::size_t(dim);
    args.output = products + positions.begin;
    args.outputStride = std::size_t(m_count);
    args.rowEnd = std::size_t(positions.end - positions.begin);
    args.tokenEnd = std::size_t(rows);
    m_g.kernels->matmulFloat(args);
  }

  // Shares and flows of one query; zeros where it does not look.
  void finishRow(std::int64_t head, std::int64_t token, Range positions, float* scores,
                 float* flows) const {
    const Range own = seen(token, token + 1);
    for (float* const values : {scores, flows}) {
      std::fill(values + positions.begin, values + own.begin, 0.0f);
      std::fill(values + own.end, values + positions.end, 0.0f);
    }
    kernel::AttentionFlowArgs args;
    args.scores = scores + own.begin;
    args.flows = flows + own.begin;
    args.count = std::size_t(own.end - own.begin);
    args.scale = m_g.attributes.scale;
    args.softCap = m_g.attributes.softCap;
    if (m_g.sinks) {
      args.sink = m_g.sinks->row(0) + head;
      args.sinkFlow = outputRow(token) + m_g.sinkPlace() + head;
    }
    m_g.kernels->attentionFlow(args);
  }

  void addRows(std::int64_t head, std::int64_t begin, std::int64_t end) {
    const std::int64_t rows = end - begin;
    const Range positions = seen(begin, end);
    gather(m_g.dy, head * m_g.valueDim(), m_g.valueDim(), begin, end, m_rows);
    multiply(m_values, m_g.valueDim(), rows, positions, m_flows);
    gather(m_g.q, head * m_g.keyDim(), m_g.keyDim(), begin, end, m_rows);
    multiply(m_keys, m_g.keyDim(), rows, positions, m_scores);
    for (std::int64_t t = begin; t < end; ++t)
      finishRow(head, t, positions, m_scores + (t - begin) * m_count,
                m_flows + (t - begin) * m_count);
    addToKeysAndValues(head, {begin, end}, positions);
    // dq = flows · K
    kernel::OuterProductsArgs args;
    args.a = m_flows + positions.begin;
    args.aRowStride = std::size_t(m_count);
    args.aTermStride = 1;
    args.b = m_keys + positions.begin * m_g.keyDim();
    args.bStride = args.columns = std::size_t(m_g.keyDim());
    args.c = outputRow(begin) + head * m_g.keyDim();
    args.cStride = std::size_t(m_g.stride());
    args.rows = std::size_t(rows);
    args.terms = std::size_t(positions.end - positions.begin);
    m_g.kernels->outerProducts(args);
  }

  // dv += sharesᵀ · dy, dk += flowsᵀ · q
  void addToKeysAndValues(std::int64_t head, Range queries, Range positions) const {
    kernel::OuterProductsArgs args;
    args.aRowStride = 1;
    args.aTermStride = std::size_t(m_count);
    args.cStride = std::size_t(m_g.stride());
    args.rows = std::size_t(positions.end - positions.begin);
    args.terms = std::size_t(queries.end - queries.begin);
    args.add = true;
    args.a = m_scores + positions.begin;
    args.b = m_g.dy.row(m_first + queries.begin) + head * m_g.valueDim();
    args.bStride = std::size_t(m_g.dy.desc.shape.columns());
    args.c = valueGradient(positions.begin);
    args.columns = std::size_t(m_g.valueDim());
    m_g.kernels->outerProducts(args);
    args.a = m_flows + positions.begin;
    args.b = m_g.q.row(m_first + queries.begin) + head * m_g.keyDim();
    args.bStride = std::size_t(m_g.q.desc.shape.columns());
    args.c = keyGradient(positions.begin);
    args.columns = std::size_t(m_g.keyDim());
    m_g.kernels->outerProducts(args);
  }

  const Geometry& m_g;
  std::int64_t m_first, m_count, m_kvHead;
  float *m_keys, *m_values, *m_scores, *m_flows, *m_rows;
};

// How many sequences the batch of this run has.
struct Work {
  std::int64_t sequences = 0;
  bool isPlanned = false;
};

}  // namespace

void planPagedAttentionGradient(PlanContext& context) {
  Geometry g;
  g.attributes = context.node().attributes.as<ops::PagedAttentionAttributes>();
  g.dy = context.input(0);
  g.q = context.input(1);
  g.k = context.input(2);
  g.v = context.input(3);
  if (context.node().inputCount > 4) g.sinks = context.input(4);
  g.output = context.output();
  g.kernels = &context.kernels();
  context.needScratch(g.scratchBytes());
  const auto work = context.sharedState<Work>("attention gradients");
  if (!work->isPlanned) {
    work->isPlanned = true;
    context.beforeRun([work](const ops::BatchView& batch) {
      work->sequences = std::int64_t(batch.sequences.size());
    });
  }
  Step step;
  step.run = [g](const StepContext& c) {
    for (std::int64_t i = c.units.begin; i < c.units.end; ++i) {
      const ops::SequenceView& sequence = c.batch.sequences[std::size_t(i / g.kvHeads())];
      KvHeadGradient(g, sequence, i % g.kvHeads(), c.scratch).run();
    }
  };
  step.unitsOfBatch = [work, kvHeads = g.kvHeads()] { return work->sequences * kvHeads; };
  step.accesses = {g.dy.buffer.readWhole(), g.q.buffer.readWhole(), g.k.buffer.readWhole(),
                   g.v.buffer.readWhole(), g.output.buffer.write()};
  step.barrier = true;
  context.step(std::move(step));
}

}  // namespace alcove::backends::cpu
