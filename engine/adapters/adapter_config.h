// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::adapters {

// How linear layers are adapted: y = W x + s · B A x, with A [rank, inputs] and B [outputs, rank].
// Sources: Hu et al., "LoRA", 2021; Kalajdzievski, "A Rank Stabilization Scaling Factor for
// Fine-Tuning with LoRA", 2023; Liu et al., "DoRA", 2024.
struct AdapterConfig {
  std::uint32_t rank = 16;
  double alpha = 32;
  bool rankStabilized = false;  // s = alpha / √rank rather than alpha / rank
  bool dora = false;            // rows of W + s · B A are rescaled to a trained magnitude
  // Ranks and alphas of layers whose names end in a key.
  std::map<std::string, std::uint32_t> ranks = {};
  std::map<std::string, double> alphas = {};
  // Ends of the names of layers, in whole words between dots; empty: all linear layers.
  std::vector<std::string> targets = {};
  std::uint64_t seed = 7;  // of A, where training begins

  [[nodiscard]] bool adapts(std::string_view module) const;
  [[nodiscard]] std::uint32_t rankOf(std::string_view module) const;
  // s for a layer whose A has that rank.
  [[nodiscard]] double scaleOf(std::string_view module, std::int64_t rankOfLayer) const;
};

// adapter_config.json of a folder that PEFT wrote. Throws Error NotFound, Io, Corrupt, or
// Unsupported for what would change the result and is not done here.
[[nodiscard]] AdapterConfig readAdapterConfig(const std::filesystem::path& folder);

}  // namespace alcove::adapters
