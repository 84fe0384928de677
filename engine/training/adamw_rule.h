// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "training/optimizer.h"

namespace alcove::training {

// What AdamW does to one value, in double precision. Source: Loshchilov and Hutter, "Decoupled
// Weight Decay Regularization", 2017.
class AdamwRule {
 public:
  // `step` counts from 1.
  AdamwRule(const OptimizerOptions& options, int step, double learningRate)
      : m_options(options),
        m_keep(1 - learningRate * options.weightDecay),
        m_rate(learningRate / (1 - std::pow(options.beta1, step))),
        m_correction(std::sqrt(1 - std::pow(options.beta2, step))) {}

  // Moves `value`; `first` and `second` are the running means of the gradient and of its square.
  void apply(float& value, float& first, float& second, float gradient) const {
    const double g = double(gradient);
    first = float(m_options.beta1 * double(first) + (1 - m_options.beta1) * g);
    second = float(m_options.beta2 * double(second) + (1 - m_options.beta2) * g * g);
    const double spread = std::sqrt(double(second)) / m_correction + m_options.epsilon;
    value = float(double(value) * m_keep - m_rate * double(first) / spread);
  }

 private:
  const OptimizerOptions& m_options;
  double m_keep, m_rate, m_correction;
};

}  // namespace alcove::training
