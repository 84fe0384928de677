// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace alcove::training {

// Examples that are computed together, one behind the other without padding: each attends to
// itself alone.
struct TrainingBatch {
  struct Target {
    std::uint32_t at;    // the token (of all) after which it should come
    std::int32_t token;  // of the vocabulary
  };
  std::vector<std::int32_t> tokens;
  std::vector<std::uint32_t> lengths;  // of the examples; their sum is tokens.size()
  std::vector<Target> targets;         // rising
};

// A batch as Hugging Face's trainers shape it: `input_ids` [rows, columns], `labels` of the same
// shape, where -100 is not scored and each label is the token at its own place, and any of
// `attention_mask` (0 is padding, on the right) and, for several examples in one row, `segment_ids`
// or `position_ids` that begin at 0 again. Integers of 32 or 64 bits. Throws Error NotFound, Io,
// Corrupt (names the tensor) or Unsupported (padding on the left).
[[nodiscard]] TrainingBatch readTrainingBatch(const std::filesystem::path& path);

}  // namespace alcove::training
