// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "models/model_config.h"

namespace alcove::models {

// What rope needs of a model: the angle per position of each pair, [ropeDim / 2], and the factor
// on the turned values.
struct RopeFrequencies {
  std::vector<float> values;
  float magnitude = 1;
};

// `factors` [ropeDim / 2] divide the frequencies ("llama3" scaling and longrope, stored as
// tensors); empty: none. Sources: Su et al., "RoFormer", 2021; Chen et al., "Extending Context
// Window via Position Interpolation", 2023 (linear); Peng et al., "YaRN", 2023; Ding et al.,
// "LongRoPE", 2024.
[[nodiscard]] RopeFrequencies ropeFrequencies(const RopeConfig& config, std::uint32_t ropeDim,
                                              std::span<const float> factors);

}  // namespace alcove::models
