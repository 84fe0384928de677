// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "planner/planner.h"

namespace alcove::planner {

// What is where and why, as sentences for people: the first says how the layers are divided, the
// others what follows from it. None ends without a full stop.
[[nodiscard]] std::vector<std::string> explain(const Plan& plan, std::span<const Device> devices);

// "layer 12", "the experts of layer 3", "the output matrix"
[[nodiscard]] std::string nameOf(const Part& part);

// How much of a model is on devices beside the processor: layers, then experts.
struct Reach {
  std::uint32_t layers = 0;
  std::uint32_t experts = 0;
  bool output = false;
  auto operator<=>(const Reach&) const = default;
};
[[nodiscard]] Reach reachOf(const Plan& plan);

}  // namespace alcove::planner
