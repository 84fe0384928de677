// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "training/optimizer.h"

namespace alcove::training {

// How the learning rate goes over a run: up from zero over the first steps, then down to zero or
// level.
struct Schedule {
  enum class Kind : std::uint8_t { Constant, Linear, Cosine } kind = Kind::Cosine;
  double peak = 2e-4;
  int warmupSteps = 0;
  int steps = 1;

  // Of step `step`, counted from 0: the first of a warm-up is 0. Source: Loshchilov and Hutter,
  // "SGDR", 2016 (cosine).
  [[nodiscard]] double rateAt(int step) const;
};

// Makes gradients shorter that are longer than `limit` all together, in the Euclidean norm, and
// returns how long they were. Source: Pascanu et al., "On the difficulty of training Recurrent
// Neural Networks", 2012.
double clipGradients(Gradients& gradients, double limit);

}  // namespace alcove::training
