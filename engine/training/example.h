// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace alcove::training {

// One example as a model reads it, and which of its tokens it is to learn to say.
struct Example {
  std::vector<std::int32_t> tokens;
  std::vector<std::uint8_t> scored;  // one for each token: 1 is learnt; the first never is
};

}  // namespace alcove::training
