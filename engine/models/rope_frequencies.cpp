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
double pairOfRotations(const ModelConfig& config, double rotations) {
  const double context = config.ropeScaling.originalContextTokens;
  return config.ropeDim * std::log(context / (rotations * 2 * std::numbers::pi)) /
         (2 * std::log(double(config.ropeBase)));
}

// YaRN: fast pairs keep their frequency, slow ones are interpolated, those between are blended.
void applyYarn(const ModelConfig& config, RopeFrequencies& rope) {
  const RopeScaling& scaling = config.ropeScaling;
  const double low = std::max(0.0, std::floor(pairOfRotations(config, scaling.betaFast)));
  double high =
      std::min(config.ropeDim - 1.0, std::ceil(pairOfRotations(config, scaling.betaSlow)));
  if (high <= low) high = low + 0.001;  // a step instead of a ramp, without dividing by zero
  for (std::size_t i = 0; i < rope.values.size(); ++i) {
    const double interpolated = std::clamp((double(i) - low) / (high - low), 0.0, 1.0);
    rope.values[i] =
        float(rope.values[i] / scaling.factor * interpolated + rope.values[i] * (1 - interpolated));
  }
  rope.magnitude = scaling.attentionFactor > 0 ? scaling.attentionFactor
                   : scaling.factor > 1        ? float(0.1 * std::log(scaling.factor) + 1)
                                               : 1.0f;
}

}  // namespace

RopeFrequencies ropeFrequencies(const ModelConfig& config, std::span<const float> factors) {
  const std::size_t half = config.ropeDim / 2;
  ALCOVE_ASSERT(factors.empty() || factors.size() == half);
  RopeFrequencies rope;
  rope.values.resize(half);
  for (std::size_t i = 0; i < half; ++i) {
    // Rounded to float32 step by step, as in the frameworks that models are trained with.
    const float exponent = float(2 * i) / float(config.ropeDim);
    rope.values[i] = 1.0f / std::pow(config.ropeBase, exponent);
    if (!factors.empty()) rope.values[i] /= factors[i];
  }
  switch (config.ropeScaling.kind) {
    case RopeScaling::Kind::None:
      break;
    case RopeScaling::Kind::Linear:
      for (float& value : rope.values) value /= config.ropeScaling.factor;
      break;
    case RopeScaling::Kind::Yarn:
      applyYarn(config, rope);
      break;
  }
  return rope;
}

}  // namespace alcove::models
