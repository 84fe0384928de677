// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include <algorithm>
#include <cmath>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape&) {
  const auto a = attributes.as<RopeAttributes>();
  ALCOVE_ASSERT(a.headDim > 0 && a.ropeDim % 2 == 0 && a.ropeDim <= a.headDim);
  ALCOVE_ASSERT(inputs[0].shape.columns() % a.headDim == 0);
  for (const TensorDesc& frequencies : inputs.subspan(1))
    ALCOVE_ASSERT(frequencies.shape.values() == a.ropeDim / 2);
  return inputs[0];
}

// By the angles (1), or back (-1).
void turn(const ReferenceContext& c, int direction) {
  const auto a = c.attributes.as<RopeAttributes>();
  std::vector<bool> isLong(std::size_t(c.output.rows()));
  if (c.inputs.size() > 2) isLong = tokensOfLongSequences(c.batch, a.switchTokens);
  const std::int64_t columns = c.output.columns();
  const int half = a.ropeDim / 2;
  const bool interleaved = a.pairing == RopePairing::Interleaved;
  for (std::int64_t t = 0; t < c.output.rows(); ++t) {
    const float* frequencies = c.inputs[isLong[std::size_t(t)] ? 2 : 1].row(0);
    const float* x = c.inputs[0].row(t);
    float* y = c.output.row(t);
    std::copy_n(x, columns, y);
    for (std::int64_t head = 0; head < columns; head += a.headDim) {
      for (int i = 0; i < half; ++i) {
        // The product is rounded to float32, as in the frameworks that models are trained with.
        const double angle = double(float(c.batch.positions[std::size_t(t)]) * frequencies[i]);
        const std::int64_t first = head + (interleaved ? 2 * i : i);
        const std::int64_t second = head + (interleaved ? 2 * i + 1 : i + half);
        const double cosine = std::cos(angle) * a.magnitude;
        const double sine = std::sin(angle) * a.magnitude * direction;
        y[first] = float(x[first] * cosine - x[second] * sine);
        y[second] = float(x[first] * sine + x[second] * cosine);
      }
    }
  }
}

void forward(const ReferenceContext& c) { turn(c, 1); }
void backward(const ReferenceContext& c) { turn(c, -1); }

void gradient(GradientBuilder& g) {
  const ValueId dy = g.outputGradient();
  g.add(0, g.inputs() > 2 ? g.apply(kRopeGradient, {dy, g.input(1), g.input(2)}, g.attributes())
                          : g.apply(kRopeGradient, {dy, g.input(1)}, g.attributes()));
}

}  // namespace

std::vector<bool> tokensOfLongSequences(const BatchView& batch, std::uint32_t switchTokens) {
  std::vector<bool> isLong(batch.positions.size());
  for (const SequenceView& sequence : batch.sequences)
    if (sequence.length > switchTokens)
      std::fill_n(isLong.begin() + sequence.first, sequence.count, true);
  return isLong;
}

const Op kRope = {"rope", 2, 3, inferOutput, forward, gradient};
const Op kRopeGradient = {"rope_gradient", 2, 3, inferOutput, backward, nullptr};

}  // namespace alcove::ops
