// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include <algorithm>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes&,
                       const BatchShape& batch) {
  return {&quant::kF32, {batch.tokens, inputs[0].shape.columns()}};
}

void reference(const ReferenceContext& c) {
  const auto a = c.attributes.as<EmbeddingAttributes>();
  for (std::size_t t = 0; t < c.batch.tokens.size(); ++t)
    c.inputs[0].decodeRow(embeddingRow(c.batch, a.rows, t), c.output.row(std::int64_t(t)));
}

TensorDesc inferTable(std::span<const TensorDesc> inputs, const Attributes& attributes,
                      const BatchShape&) {
  const auto a = attributes.as<EmbeddingGradientAttributes>();
  return {&quant::kF32, {a.tableRows, inputs[0].shape.columns()}};
}

void backward(const ReferenceContext& c) {
  const auto a = c.attributes.as<EmbeddingGradientAttributes>();
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  for (std::size_t t = 0; t < c.batch.tokens.size(); ++t) {
    const float* dy = c.inputs[0].row(std::int64_t(t));
    float* sum = c.output.row(embeddingRow(c.batch, a.rows, t));
    for (std::int64_t i = 0; i < c.output.columns(); ++i) sum[i] += dy[i];
  }
}

void gradient(GradientBuilder& g) {
  if (!g.wants(0)) return;
  const EmbeddingGradientAttributes attributes{g.desc(g.input(0)).shape.rows(),
                                               g.attributes().as<EmbeddingAttributes>().rows};
  g.add(0, g.apply(kEmbeddingGradient, {g.outputGradient()}, attributes));
}

}  // namespace

const Op kEmbedding = {"embedding", 1, 1, inferOutput, reference, gradient};
const Op kEmbeddingGradient = {"embedding_gradient", 1, 1, inferTable, backward, nullptr};

}  // namespace alcove::ops
