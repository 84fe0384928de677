// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "models/model_config.h"
#include "models/rope_table.h"
#include "models/weight_set.h"

namespace alcove::models {

// What an architecture's build() works with.
struct BuildContext {
  graph::Builder& builder;
  const ModelConfig& config;
  const WeightSet& weights;
  std::span<const RopeTable> ropes;  // one for each of config.ropes
  Output output;
};

// A family of models: one file per architecture and one row in the registry. Everything that is
// special about the family is behind these functions.
struct Architecture {
  const char* name;  // general.architecture in GGUF
  // Metadata to numbers. Throws Error Corrupt or Unsupported.
  ModelConfig (*readConfig)(const ConfigReader& reader);
  // The tensors that build() reads. A fine-tune may add biases: list them as optional.
  std::vector<TensorSpec> (*listTensors)(const ModelConfig& config);
  // The graph from token ids to what `output` wants of the batch's outputs; without outputs, to the
  // last hidden states of all tokens. Called once per batch shape.
  graph::NodeId (*build)(const BuildContext& context);
  bool generates = true;  // false: an encoder, which has hidden states only
};

[[nodiscard]] std::span<const Architecture* const> architectures();

// Throws Error Unsupported, naming what the file wants and what there is.
[[nodiscard]] const Architecture& findArchitecture(const ConfigReader& reader);

}  // namespace alcove::models
