// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace alcove::runtime {

// What a step costs by how many tokens it computes. Speculation weighs by it what a drafted token
// may bring; no answer depends on it. Used from one thread, the scheduler's.
class StepCost {
 public:
  virtual ~StepCost() = default;
  // A step that computed no prompts took so long. `tokens` ≥ 1.
  virtual void measured(std::uint32_t tokens, double milliseconds) = 0;
  // Milliseconds that such a step would take; above 0.
  [[nodiscard]] virtual double of(std::uint32_t tokens) const = 0;
};

// Learns from the steps that were computed. Between sizes that were measured it draws a straight
// line; beyond them a token more costs what one is worth on most machines.
class MeasuredStepCost final : public StepCost {
 public:
  void measured(std::uint32_t tokens, double milliseconds) override;
  [[nodiscard]] double of(std::uint32_t tokens) const override;

 private:
  static constexpr std::uint32_t kMostTokens = 128;  // of steps that are told apart

  struct Size {
    std::uint32_t times = 0;
    double milliseconds = 0;  // a running mean of the latest; of use from the second time on
  };
  [[nodiscard]] bool known(std::uint32_t tokens) const { return m_sizes[tokens].times > 1; }

  std::array<Size, kMostTokens + 1> m_sizes{};
};

}  // namespace alcove::runtime
