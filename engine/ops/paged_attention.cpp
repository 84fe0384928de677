// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

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

}  // namespace

const Op kPagedAttention = {"paged_attention", 3, 4, inferOutput, reference, nullptr};

}  // namespace alcove::ops
