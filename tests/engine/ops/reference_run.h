// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <vector>

#include "ops/op.h"

namespace alcove::test {

// A float tensor written out in a test.
struct Literal {
  ops::Shape shape;
  std::vector<float> values;
};

// The op's reference on these inputs; the batch gives tokens, positions, outputs and cache.
inline std::vector<float> runOp(const ops::Op& op, std::vector<Literal> inputs,
                                const ops::Attributes& attributes,
                                const ops::BatchView& batch = {}) {
  std::vector<ops::TensorView> views;
  std::vector<ops::TensorDesc> descs;
  for (Literal& input : inputs) {
    ALCOVE_ASSERT(std::int64_t(input.values.size()) == input.shape.values());
    descs.push_back({&quant::kF32, input.shape});
    views.push_back({descs.back(), reinterpret_cast<std::byte*>(input.values.data())});
  }
  const ops::TensorDesc desc = op.inferOutput(
      descs, attributes, {std::int64_t(batch.tokens.size()), std::int64_t(batch.outputs.size())});
  std::vector<float> output(std::size_t(desc.shape.values()));
  op.reference({views, {desc, reinterpret_cast<std::byte*>(output.data())}, attributes, batch});
  return output;
}

inline auto near(std::vector<float> expected) {
  return testing::Pointwise(testing::FloatNear(1e-5f), expected);
}

}  // namespace alcove::test
