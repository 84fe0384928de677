// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/fit.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace alcove::quant {
namespace {

using namespace kernels::cpu;

constexpr float kHuge = 3e38f;

// To the nearest whole number, ties to even: 1.5 × 2^23 has a spacing of one.
float nearest(float value) {
  constexpr float kMagic = 12582912.0f;
  return (value + kMagic) - kMagic;
}

struct Line {
  float scale;
  float minimum;
};

// One group with a minimum, in distances from its smallest value.
class AffineGroup {
 public:
  AffineGroup(const FitScalesArgs& args, std::size_t group)
      : m_args(args), m_weights(args.weights ? args.weights + group * args.groupValues : nullptr) {
    const float* values = args.values + group * args.groupValues;
    m_smallest = args.minimumAtMostZero ? std::min(values[0], 0.0f) : values[0];
    float largest = values[0];
    for (std::size_t i = 0; i < args.groupValues; ++i) {
      m_smallest = std::min(m_smallest, values[i]);
      largest = std::max(largest, values[i]);
    }
    m_range = largest - m_smallest;
    for (std::size_t i = 0; i < args.groupValues; ++i) {
      m_distances[i] = values[i] - m_smallest;
      m_sumOfWeights += weight(i);
      m_sumOfDistances += weight(i) * m_distances[i];
    }
    m_best = {m_range / args.highest, 0};
  }

  Line search() {
    for (int i = 0; i < kTrials; ++i) attempt(trialSteps(m_args.highest, i) / m_range, 0);
    for (int i = 0; i < kImprovements; ++i) attempt(1 / m_best.scale, m_best.minimum);
    return {m_best.scale, m_best.minimum + m_smallest};
  }

 private:
  [[nodiscard]] float weight(std::size_t i) const { return m_weights ? m_weights[i] : 1.0f; }

  void attempt(float inverseStep, float origin) {
    float levels = 0, squares = 0, products = 0;
    for (std::size_t i = 0; i < m_args.groupValues; ++i) {
      const float steps = (m_distances[i] - origin) * inverseStep;
      const float level = nearest(std::min(std::max(steps, 0.0f), m_args.highest));
      const float weighted = weight(i) * level;
      levels += weighted;
      squares += weighted * level;
      products += weighted * m_distances[i];
    }
    const float size = m_sumOfWeights * squares;
    const float spread = size - levels * levels;
    Line line = {(m_sumOfWeights * products - m_sumOfDistances * levels) / spread,
                 (squares * m_sumOfDistances - levels * products) / spread};
    if (m_args.minimumAtMostZero && -m_smallest < line.minimum)
      line = {(products + m_smallest * levels) / squares, -m_smallest};
    const float error = line.scale * (line.scale * squares - 2 * products) +
                        line.minimum * (line.minimum * m_sumOfWeights - 2 * m_sumOfDistances) +
                        2 * line.scale * line.minimum * levels;
    if (!(kLeastSpread * size < spread) || !(error < m_smallestError)) return;
    m_smallestError = error;
    m_best = line;
  }

  const FitScalesArgs& m_args;
  const float* m_weights;
  float m_distances[kMaxGroupValues];
  float m_smallest = 0;
  float m_range = 0;
  float m_sumOfWeights = 0;
  float m_sumOfDistances = 0;
  float m_smallestError = kHuge;  // less what is the same for all lines
  Line m_best{};
};

// One group without a minimum.
class LinearGroup {
 public:
  LinearGroup(const FitScalesArgs& args, std::size_t group)
      : m_args(args),
        m_values(args.values + group * args.groupValues),
        m_weights(args.weights ? args.weights + group * args.groupValues : nullptr) {
    for (std::size_t i = 0; i < args.groupValues; ++i)
      if (std::fabs(m_extreme) < std::fabs(m_values[i])) m_extreme = m_values[i];
    m_best = m_extreme / args.lowest;
  }

  float search() {
    for (int i = 0; i < kTrials; ++i) attempt(-trialSteps(-m_args.lowest, i) / m_extreme);
    for (int i = 0; i < kImprovements; ++i) attempt(1 / m_best);
    return m_best;
  }

 private:
  void attempt(float inverseStep) {
    float squares = 0, products = 0;
    for (std::size_t i = 0; i < m_args.groupValues; ++i) {
      const float steps = m_values[i] * inverseStep;
      const float level = nearest(std::min(std::max(steps, m_args.lowest), m_args.highest));
      const float weighted = (m_weights ? m_weights[i] : 1.0f) * level;
      squares += weighted * level;
      products += weighted * m_values[i];
    }
    const float scale = products / squares;
    const float explained = scale * products;
    if (!(m_explained < explained)) return;
    m_explained = explained;
    m_best = scale;
  }

  const FitScalesArgs& m_args;
  const float* m_values;
  const float* m_weights;
  float m_extreme = 0;
  float m_explained = 0;  // by how much the best scale makes the error smaller than that of zeros
  float m_best = 0;
};

// The error of one group with these codes.
float errorOf(const RefineCodesArgs& args, std::size_t group, float code, float minimumCode) {
  const float step = args.units[group] * code;
  const float minimum = args.minimumUnits ? args.minimumUnits[group] * minimumCode : 0;
  const float inverse = step != 0 ? 1 / step : 0;
  const float* values = args.values + group * args.groupValues;
  const float* weights = args.weights ? args.weights + group * args.groupValues : nullptr;
  float error = 0;
  for (std::size_t i = 0; i < args.groupValues; ++i) {
    const float above = values[i] + minimum;
    const float level = nearest(std::min(std::max(above * inverse, args.lowest), args.highest));
    const float miss = step * level - above;
    error += (weights ? weights[i] * miss : miss) * miss;
  }
  return error;
}

}  // namespace

void fitScales(const kernels::cpu::FitScalesArgs& args) {
  ALCOVE_ASSERT(args.groupValues > 0 && args.groupValues <= kMaxGroupValues);
  for (std::size_t group = 0; group < args.groups; ++group) {
    if (args.minimums) {
      const Line line = AffineGroup(args, group).search();
      args.scales[group] = line.scale;
      args.minimums[group] = line.minimum;
    } else {
      args.scales[group] = LinearGroup(args, group).search();
    }
  }
}

void refineCodes(const kernels::cpu::RefineCodesArgs& args) {
  const int minimumReach = args.minimumUnits ? 1 : 0;
  for (std::size_t group = 0; group < args.groups; ++group) {
    const float code = args.codes[group];
    const float minimumCode = args.minimumUnits ? args.minimumCodes[group] : 0;
    float smallestError = kHuge;
    for (int i = -1; i <= 1; ++i) {
      for (int j = -minimumReach; j <= minimumReach; ++j) {
        const float c = std::min(std::max(code + float(i), args.lowestCode), args.highestCode);
        const float m =
            std::min(std::max(minimumCode + float(j), args.lowestCode), args.highestCode);
        const float error = errorOf(args, group, c, m);
        if (!(error < smallestError)) continue;
        smallestError = error;
        args.codes[group] = c;
        if (args.minimumUnits) args.minimumCodes[group] = m;
      }
    }
  }
}

}  // namespace alcove::quant
