// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace alcove::training {

double Schedule::rateAt(int step) const {
  if (step < warmupSteps) return peak * step / warmupSteps;
  const double done = double(step - warmupSteps) / std::max(1, steps - warmupSteps);
  switch (kind) {
    case Kind::Constant:
      return peak;
    case Kind::Linear:
      return peak * std::max(0.0, 1 - done);
    case Kind::Cosine:
      return peak * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * done)));
  }
  return peak;
}

double clipGradients(Gradients& gradients, double limit) {
  double squares = 0;
  for (const std::vector<float>& gradient : gradients)
    for (const float value : gradient) squares += double(value) * double(value);
  const double length = std::sqrt(squares);
  constexpr double kAboveZero = 1e-6;  // as PyTorch divides
  const double factor = limit / (length + kAboveZero);
  if (factor >= 1) return length;
  for (std::vector<float>& gradient : gradients)
    for (float& value : gradient) value = float(double(value) * factor);
  return length;
}

}  // namespace alcove::training
