// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/rope_frequencies.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/assert.h"

namespace alcove::models {
namespace {

// The pair, as a real number, that turns `rotations` times over the original context.
double pairOfRotations(const RopeConfig& config, std::uint32_t ropeDim, double rotations) {
  const double context = config.scaling.originalContextTokens;
  return ropeDim * std::log(context / (rotations * 2 * std::numbers::pi)) /
         (2 * std::log(double(config.base)));
}

// YaRN: fast pairs keep their frequency, slow ones are interpolated, those between are blended.
void applyYarn(const RopeConfig& config, std::uint32_t ropeDim, RopeFrequencies& rope) {
  const RopeScaling& scaling = config.scaling;
  const double low = std::max(0.0, std::floor(pairOfRotations(config, ropeDim, scaling.betaFast)));
  double high =
      std::min(ropeDim - 1.0, std::ceil(pairOfRotations(config, ropeDim, scaling.betaSlow)));
  if (high <= low) high = low + 0.001;  // a step instead of a ramp, without dividing by zero
  for (std::size_t i = 0; i < rope.values.size(); ++i) {
    const double interpolated = std::clamp((double(i) - low) / (high - low), 0.0, 1.0);
    rope.values[i] =
        float(rope.values[i] / scaling.factor * interpolated + rope.values[i] * (1 - interpolated));
  }
  if (scaling.attentionFactor == 0 && scaling.factor > 1)
    rope.magnitude = float(0.1 * std::log(scaling.factor) + 1);
}

}  // namespace

RopeFrequencies ropeFrequencies(const RopeConfig& config, std::uint32_t ropeDim,
                                std::span<const float> factors) {
  const std::size_t half = ropeDim / 2;
  ALCOVE_ASSERT(factors.empty() || factors.size() == half);
  RopeFrequencies rope;
  if (config.scaling.attentionFactor > 0) rope.magnitude = config.scaling.attentionFactor;
  rope.values.resize(half);
  for (std::size_t i = 0; i < half; ++i) {
    // Rounded to float32 step by step, as in the frameworks that models are trained with.
    const float exponent = float(2 * i) / float(ropeDim);
    const float period = std::pow(config.base, exponent);
    rope.values[i] = 1.0f / (factors.empty() ? period : factors[i] * period);
  }
  switch (config.scaling.kind) {
    case RopeScaling::Kind::None:
      break;
    case RopeScaling::Kind::Linear:
      for (float& value : rope.values) value /= config.scaling.factor;
      break;
    case RopeScaling::Kind::Yarn:
      applyYarn(config, ropeDim, rope);
      break;
    case RopeScaling::Kind::LongRope:  // all of it is in the factors
      break;
  }
  return rope;
}

}  // namespace alcove::models
