// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "support/gguf_builder.h"

namespace alcove::test {

// A valid llama of several blocks, in the form of littleModel(): with an output matrix of its own,
// and with experts in place of each MLP if `experts` is not 0. 64 values wide, 2 heads of 32 over 1
// key-value head, a context of 256 tokens.
struct LayeredModel {
  std::uint32_t layers = 4;
  std::uint32_t experts = 0;
  std::uint32_t vocabulary = 300;
};
[[nodiscard]] GgufBuilder layeredModel(const LayeredModel& wanted);

}  // namespace alcove::test
