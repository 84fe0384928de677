// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "quant/dynamic8.h"
#include "training/parameter.h"

namespace alcove::training {

using Gradients = std::vector<std::vector<float>>;  // of each parameter, in its order of values

struct OptimizerOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0.01;  // decoupled: of every parameter, by the learning rate
  // Of optimisers that keep their state in eight bits: parameters of fewer values keep it in full,
  // and how codes are found.
  std::size_t leastValues = 4096;
  quant::DynamicCodes codes = quant::DynamicCodes::Nearest;
};

// A part of what an optimiser remembers, as a tensor of a file.
struct StateTensor {
  std::string name;   // of the parameter and of the part: "….lora_A.weight.first"
  const char* dtype;  // "F32" or "U8"
  std::span<const std::byte> bytes;
};
// Gives the bytes of such a tensor back, exactly as many. Throws Error Corrupt.
using StateReader =
    std::function<std::span<const std::byte>(const std::string& name, std::size_t bytes)>;

// Moves parameters by their gradients, and remembers what it needs from step to step.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  // The next step, counted from the first call on. The same parameters each time.
  virtual void step(std::span<Parameter> parameters, const Gradients& gradients,
                    double learningRate) = 0;
  // Of what it remembers.
  [[nodiscard]] virtual std::size_t stateBytes() const = 0;

  // What it remembers of these parameters; valid until the next step. Nothing before the first.
  [[nodiscard]] virtual std::vector<StateTensor> state(
      std::span<const Parameter> parameters) const = 0;
  // Goes on as the one did that had this state after `steps` steps. REQUIRES: no step was taken.
  virtual void restore(std::span<const Parameter> parameters, int steps,
                       const StateReader& read) = 0;
};

// One kind of optimiser, as a row of the table.
struct OptimizerRow {
  const char* name;
  std::unique_ptr<Optimizer> (*create)(const OptimizerOptions& options);
};
[[nodiscard]] std::span<const OptimizerRow> optimizerTable();
// Throws Error InvalidArgument, naming those that there are.
[[nodiscard]] std::unique_ptr<Optimizer> createOptimizer(std::string_view name,
                                                         const OptimizerOptions& options);

}  // namespace alcove::training
