// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/model_config.h"
#include "models/weight_set.h"

namespace alcove::models {

// A RopeConfig made ready for the rope op: constants among the model's weights.
struct RopeTable {
  const graph::Weight* frequencies = nullptr;      // [ropeDim / 2]
  const graph::Weight* longFrequencies = nullptr;  // [ropeDim / 2], for sequences longer than
  std::uint32_t switchTokens = 0;                  // this; null: no difference
  float magnitude = 1;
};

// The tensors that config.ropes name, as optional ones.
[[nodiscard]] std::vector<TensorSpec> ropeFactorSpecs(const ModelConfig& config);

// One table for each of config.ropes; their frequencies are added to `weights`. Throws Error
// Corrupt if a factor is not a positive number.
[[nodiscard]] std::vector<RopeTable> makeRopeTables(const ConfigReader& reader,
                                                    const ModelConfig& config, WeightSet& weights);

}  // namespace alcove::models
