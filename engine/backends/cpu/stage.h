// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "backends/cpu/step.h"

namespace alcove::backends::cpu {

// Into how many parts work may be divided, and what is worth a part.
struct Division {
  int threads;
  int mostParts;          // of a stage
  std::size_t partBytes;  // that a part reads and writes at least
};

// Steps of one stage that are divided alike. A part of it is a range of units, for which all of
// them run in their order, so that they need not wait for each other.
class Strand {
 public:
  Strand(std::vector<const Step*> steps, const Division& division);

  // How many parts there are in this run.
  [[nodiscard]] int parts() const;
  void run(int part, const ops::BatchView& batch, std::byte* scratch) const;

 private:
  [[nodiscard]] std::int64_t units() const;

  std::vector<const Step*> m_steps;
  int m_parts;
};

// What runs between two barriers: strands that have nothing to do with each other.
struct Stage {
  std::vector<Strand> strands;

  // All the strands' parts, one strand after the other.
  [[nodiscard]] int parts() const;
  void run(int part, const ops::BatchView& batch, std::byte* scratch) const;
};

// The stages of `steps`, whose barriers are placed. The steps live as long as the stages.
[[nodiscard]] std::vector<Stage> stagesOf(std::span<const Step> steps, const Division& division);

}  // namespace alcove::backends::cpu
