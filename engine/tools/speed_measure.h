// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "runtime/engine.h"

namespace alcove::tools {

// What is asked of a model when its speed is measured; counts of tokens.
struct SpeedTask {
  int promptTokens = 512;     // 0 leaves the prompt out
  int generatedTokens = 128;  // 0 leaves generation out
  int depth = 0;              // that lie in the context before
  int batch = 1;              // answers that are generated at the same time
  int repetitions = 5;
};

// What the repetitions measured of one thing.
class Series {
 public:
  void add(double value) { m_values.push_back(value); }
  [[nodiscard]] const std::vector<double>& values() const noexcept { return m_values; }
  [[nodiscard]] double median() const;  // 0 if there are none
  [[nodiscard]] double mean() const;
  [[nodiscard]] double standardDeviation() const;

 private:
  std::vector<double> m_values;
};

struct MeasuredSpeed {
  Series prompt;      // tokens per second
  Series generation;  // tokens per second of all answers together
  Series firstToken;  // ms
};

// Runs the task on tokens at random, so that no run finds its prompt in the cache of the one
// before, after one run that only touches weights and buffers. Throws what generation throws.
[[nodiscard]] MeasuredSpeed measureSpeed(runtime::Engine& engine, const SpeedTask& task);

}  // namespace alcove::tools
