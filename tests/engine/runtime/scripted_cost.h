// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "runtime/step_cost.h"

namespace alcove::runtime {

// Costs as a test wants them, whatever the clock says.
class ScriptedCost final : public StepCost {
 public:
  explicit ScriptedCost(std::function<double(std::uint32_t tokens)> of) : m_of(std::move(of)) {}
  void measured(std::uint32_t tokens, double) override { steps.push_back(tokens); }
  [[nodiscard]] double of(std::uint32_t tokens) const override { return m_of(tokens); }

  std::vector<std::uint32_t> steps;  // that were measured

 private:
  std::function<double(std::uint32_t)> m_of;
};

// The wider a step, the less it costs: whatever can be drafted is.
inline ScriptedCost eagerCost() {
  return ScriptedCost([](std::uint32_t tokens) { return 1.0 / tokens; });
}

}  // namespace alcove::runtime
