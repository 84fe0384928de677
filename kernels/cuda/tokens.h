// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// What kernels know of a token of the batch.
struct Token {
  std::uint32_t table = 0;  // where the blocks of its sequence begin among all tables
  std::uint32_t position = 0;
  std::uint32_t count = 0;     // of its sequence's tokens after this batch
  std::uint32_t sequence = 0;  // how long its sequence is, as far as that is known
  std::uint32_t id = 0;
  std::uint32_t batch = 0;  // how many tokens of its sequence are in the batch
};

}  // namespace alcove::kernels::cuda
