// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/name_rules.h"

namespace alcove::convert {

// Where a tensor of a GGUF model stands in checkpoints of its family.
struct CheckpointTensor {
  std::string name;  // "model.layers.3.self_attn.q_proj.weight"
  // Row r of the GGUF tensor (value r of a vector) is row sourceRows[r] of the checkpoint's; empty:
  // they are in the same order.
  std::vector<std::uint64_t> sourceRows;
};

// The way back through the names of the families that convert to `architecture` (GGUF's name for
// it). `rows` are all of the tensor's, or its values if it is a `vector`. Nothing for a tensor that
// is made of several of the checkpoint's or of part of one, or that no family knows.
[[nodiscard]] std::optional<CheckpointTensor> checkpointTensor(std::string_view architecture,
                                                               std::string_view ggufName,
                                                               std::uint64_t rows, bool vector,
                                                               const ModelFacts& facts);

}  // namespace alcove::convert
