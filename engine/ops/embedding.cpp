// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

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

}  // namespace

const Op kEmbedding = {"embedding", 1, 1, inferOutput, reference, nullptr};

}  // namespace alcove::ops
