// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ops/tensor.h"

namespace alcove::training {

// One tensor that is trained, as graphs read it: its rows lie as the model's file has them.
struct Parameter {
  std::string name;  // as PEFT and Hugging Face write it
  ops::Shape shape;
  std::vector<std::uint64_t> sourceRows;  // convert::CheckpointTensor::sourceRows
  std::vector<float> values;
};

// Values of the parameter (or its gradient) in the order of checkpoints, and the way back.
[[nodiscard]] std::vector<float> toCheckpointOrder(const Parameter& parameter,
                                                   std::span<const float> values);
[[nodiscard]] std::vector<float> fromCheckpointOrder(const Parameter& parameter,
                                                     std::span<const float> values);

}  // namespace alcove::training
