// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ops/gradient_builder.h"
#include "ops/training/slice_columns.h"
#include "ops/training/sum_rows.h"
#include "quant/cached_blocks.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<PagedAttentionAttributes>();
  const std::int64_t keyDim = inputs[0].shape.columns() / a.heads;
  ALCOVE_ASSERT(a.causal || a.window == 0);
  ALCOVE_ASSERT(a.heads > 0 && keyDim > 0 && inputs[1].shape.columns() % keyDim == 0);
  const std::int64_t kvHeads = inputs[1].shape.columns() / keyDim;
  ALCOVE_ASSERT(a.heads % kvHeads == 0 && inputs[2].shape.columns() % kvHeads == 0);
  const std::int64_t valueDim = inputs[2].shape.columns() / kvHeads;
  if (inputs.size() > 3) ALCOVE_ASSERT(inputs[3].shape.values() == a.heads);
  return {&quant::kF32, {inputs[0].shape.rows(), a.heads * valueDim}};
}

// K or V of a layer.
struct Store {
  std::byte* data;
  std::size_t blockBytes;
  std::uint32_t dim;
  const quant::BlockType& type;
};

Store keysOf(const BatchView& batch, int layer) {
  const cache::KvLayout& l = batch.kvLayout;
  return {batch.layers[std::size_t(layer)].keys, l.keyBlockBytes(), l.keyDim, *l.keyType};
}
Store valuesOf(const BatchView& batch, int layer) {
  const cache::KvLayout& l = batch.kvLayout;
  return {batch.layers[std::size_t(layer)].values, l.valueBlockBytes(), l.valueDim, *l.valueType};
}

// The vector of one position and KV head.
std::byte* cell(const Store& store, const cache::KvLayout& layout, const SequenceView& sequence,
                std::uint32_t position, std::uint32_t head) {
  const cache::BlockId block = sequence.blockTable[position / layout.blockTokens];
  const std::size_t index = std::size_t(head) * layout.blockTokens + position % layout.blockTokens;
  return store.data + block * store.blockBytes + index * quant::rowBytes(store.type, store.dim);
}

void writeSequence(const ReferenceContext& c, const SequenceView& sequence, int layer) {
  const cache::KvLayout& l = c.batch.kvLayout;
  const auto write = [&](const Store& store, const TensorView& from) {
    for (std::uint32_t i = 0; i < sequence.count; ++i)
      for (std::uint32_t head = 0; head < l.kvHeads; ++head)
        quant::encodeCached(store.type, from.row(sequence.first + i) + head * store.dim,
                            cell(store, l, sequence, sequence.start + i, head),
                            store.dim / store.type.blockValues);
  };
  write(keysOf(c.batch, layer), c.inputs[1]);
  write(valuesOf(c.batch, layer), c.inputs[2]);
}

// One token of a sequence: its query [heads, keyDim] and where its result [heads, valueDim] goes.
struct Token {
  const SequenceView& sequence;
  std::uint32_t position;
  const float* query;
  float* output;
};

void attend(const ReferenceContext& c, const PagedAttentionAttributes& a, const Token& token) {
  const cache::KvLayout& l = c.batch.kvLayout;
  const Store keys = keysOf(c.batch, a.layer), values = valuesOf(c.batch, a.layer);
  const std::uint32_t window = std::uint32_t(a.window);
  const std::uint32_t end =
      a.causal ? token.position + 1 : token.sequence.start + token.sequence.count;
  const std::uint32_t from = window && end > window ? end - window : 0;
  std::vector<float> cells(std::max(l.keyDim, l.valueDim));
  std::vector<double> scores(end - from);
  const auto read = [&](const Store& store, std::uint32_t position, std::uint32_t head) {
    quant::decodeCached(store.type, cell(store, l, token.sequence, position, head), cells.data(),
                        store.dim / store.type.blockValues);
  };
  for (std::uint32_t head = 0; head < std::uint32_t(a.heads); ++head) {
    const std::uint32_t kvHead = head / (std::uint32_t(a.heads) / l.kvHeads);
    double largest = -INFINITY;
    for (std::uint32_t p = from; p < end; ++p) {
      read(keys, p, kvHead);
      double score = 0;
      for (std::uint32_t i = 0; i < l.keyDim; ++i)
        score += double(token.query[head * l.keyDim + i]) * double(cells[i]);
      score *= a.scale;
      if (a.softCap > 0) score = a.softCap * std::tanh(score / a.softCap);
      scores[p - from] = score;
      largest = std::max(largest, score);
    }
    double total = 0;
    if (c.inputs.size() > 3) {
      const double sink = c.inputs[3].row(0)[head];
      largest = std::max(largest, sink);
      total = std::exp(sink - largest);
    }
    for (double& score : scores) total += score = std::exp(score - largest);
    std::vector<double> sum(l.valueDim, 0.0);
    for (std::uint32_t p = from; p < end; ++p) {
      read(values, p, kvHead);
      for (std::uint32_t i = 0; i < l.valueDim; ++i)
        sum[i] += scores[p - from] / total * double(cells[i]);
    }
    for (std::uint32_t i = 0; i < l.valueDim; ++i)
      token.output[head * l.valueDim + i] = float(sum[i]);
  }
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<PagedAttentionAttributes>();
  for (const SequenceView& sequence : c.batch.sequences) writeSequence(c, sequence, a.layer);
  for (const SequenceView& sequence : c.batch.sequences)
    for (std::uint32_t i = 0; i < sequence.count; ++i)
      attend(c, a,
             {sequence, sequence.start + i, c.inputs[0].row(sequence.first + i),
              c.output.row(sequence.first + i)});
}

TensorDesc inferGradient(std::span<const TensorDesc> inputs, const Attributes& attributes,
                         const BatchShape&) {
  std::int64_t columns = 0;
  for (const TensorDesc& value : inputs.subspan(1, 3)) columns += value.shape.columns();
  if (inputs.size() > 4) columns += attributes.as<PagedAttentionAttributes>().heads;
  return {&quant::kF32, {inputs[0].shape.rows(), columns}};
}

// The gradient of one head of one sequence. Everything below is of that head: rows are tokens of
// the sequence.
class HeadGradient {
 public:
  HeadGradient(const ReferenceContext& c, const SequenceView& sequence, std::int64_t head)
      : m_c(c),
        m_a(c.attributes.as<PagedAttentionAttributes>()),
        m_sequence(sequence),
        m_head(head),
        m_keyDim(c.inputs[1].columns() / m_a.heads),
        m_valueDim(c.inputs[0].columns() / m_a.heads),
        m_kvHead(head / (m_a.heads / (c.inputs[2].columns() / m_keyDim))),
        m_scores(sequence.count),
        m_slopes(sequence.count) {
    ALCOVE_ASSERT(sequence.start == 0);
  }

  void addToken(std::int64_t token) {
    const std::int64_t end = m_a.causal ? token + 1 : std::int64_t(m_sequence.count);
    const std::int64_t from = m_a.window > 0 && end > m_a.window ? end - m_a.window : 0;
    const double sink = softmax(token, from, end);
    const float* dy = row(0, token) + m_head * m_valueDim;
    double mean = 0;  // Σ p · dp
    std::vector<double> flows(std::size_t(end), 0.0);
    for (std::int64_t p = from; p < end; ++p) {
      const float* value = row(3, p) + m_kvHead * m_valueDim;
      float* dv = gradientOf(2, p) + m_kvHead * m_valueDim;
      for (std::int64_t i = 0; i < m_valueDim; ++i) {
        flows[std::size_t(p)] += double(dy[i]) * double(value[i]);
        dv[i] += float(m_scores[std::size_t(p)] * double(dy[i]));
      }
      mean += m_scores[std::size_t(p)] * flows[std::size_t(p)];
    }
    for (std::int64_t p = from; p < end; ++p)
      addScore(
          token, p,
          m_scores[std::size_t(p)] * (flows[std::size_t(p)] - mean) * m_slopes[std::size_t(p)]);
    if (m_c.inputs.size() > 4) gradientOf(3, token)[m_head] = float(-sink * mean);
  }

 private:
  [[nodiscard]] const float* row(std::size_t input, std::int64_t token) const {
    return m_c.inputs[input].row(m_sequence.first + token);
  }
  // Where the gradient of q, k, v or the sinks (0 … 3) begins in a token's row of the output.
  [[nodiscard]] float* gradientOf(std::size_t part, std::int64_t token) const {
    float* values = m_c.output.row(m_sequence.first + token);
    for (std::size_t i = 0; i < part; ++i) values += m_c.inputs[1 + i].columns();
    return values;
  }

  // Fills in the weights of positions from … end - 1 and how they answer to the products; the
  // result is the sink's.
  double softmax(std::int64_t token, std::int64_t from, std::int64_t end) {
    const float* query = row(1, token) + m_head * m_keyDim;
    double largest = -INFINITY, total = 0, sink = 0;
    for (std::int64_t p = from; p < end; ++p) {
      const float* key = row(2, p) + m_kvHead * m_keyDim;
      double score = 0;
      for (std::int64_t i = 0; i < m_keyDim; ++i) score += double(query[i]) * double(key[i]);
      score *= m_a.scale;
      m_slopes[std::size_t(p)] = m_a.scale;
      if (m_a.softCap > 0) {
        const double share = std::tanh(score / m_a.softCap);
        score = m_a.softCap * share;
        m_slopes[std::size_t(p)] *= 1 - share * share;
      }
      m_scores[std::size_t(p)] = score;
      largest = std::max(largest, score);
    }
    if (m_c.inputs.size() > 4) {
      sink = m_c.inputs[4].row(0)[m_head];
      largest = std::max(largest, sink);
      total = sink = std::exp(sink - largest);
    }
    for (std::int64_t p = from; p < end; ++p)
      total += m_scores[std::size_t(p)] = std::exp(m_scores[std::size_t(p)] - largest);
    for (std::int64_t p = from; p < end; ++p) m_scores[std::size_t(p)] /= total;
    return sink / total;
  }

  void addScore(std::int64_t token, std::int64_t position, double flow) {
    const float* query = row(1, token) + m_head * m_keyDim;
    const float* key = row(2, position) + m_kvHead * m_keyDim;
    float* dq = gradientOf(0, token) + m_head * m_keyDim;
    float* dk = gradientOf(1, position) + m_kvHead * m_keyDim;
    for (std::int64_t i = 0; i < m_keyDim; ++i) {
      dq[i] += float(flow * double(key[i]));
      dk[i] += float(flow * double(query[i]));
    }
  }

  const ReferenceContext& m_c;
  PagedAttentionAttributes m_a;
  const SequenceView& m_sequence;
  std::int64_t m_head, m_keyDim, m_valueDim, m_kvHead;
  std::vector<double> m_scores, m_slopes;
};

void backward(const ReferenceContext& c) {
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  const int heads = c.attributes.as<PagedAttentionAttributes>().heads;
  for (const SequenceView& sequence : c.batch.sequences) {
    for (int head = 0; head < heads; ++head) {
      HeadGradient gradient(c, sequence, head);
      for (std::uint32_t i = 0; i < sequence.count; ++i) gradient.addToken(i);
    }
  }
}

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient(), q = g.input(0), k = g.input(1), v = g.input(2);
  const bool sinks = g.inputs() > 3;
  const ValueId all =
      sinks ? g.apply(kPagedAttentionGradient, {dy, q, k, v, g.input(3)}, g.attributes())
            : g.apply(kPagedAttentionGradient, {dy, q, k, v}, g.attributes());
  std::int64_t first = 0;
  for (int i = 0; i < g.inputs(); ++i) {
    const std::int64_t count = g.desc(g.input(i)).shape.columns();
    const SliceColumnsAttributes columns{first, count};
    first += count;
    if (!g.wants(i)) continue;
    const ValueId part = g.apply(kSliceColumns, {all}, columns);
    g.add(i, i < 3 ? part : g.apply(kSumRows, {part}));
  }
}

}  // namespace

const Op kPagedAttention = {"paged_attention", 3, 4, inferOutput, reference, gradient};
const Op kPagedAttentionGradient = {
    "paged_attention_gradient", 4, 5, inferGradient, backward, nullptr};

}  // namespace alcove::ops
