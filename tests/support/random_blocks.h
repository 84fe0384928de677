// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <vector>

#include "quant/block_type.h"

namespace alcove::test {

// `count` blocks of random bytes, of which only such are kept as could be weights: no value above
// one, the largest above 1/8. Needs no knowledge of where a type keeps its scales.
[[nodiscard]] std::vector<std::byte> randomBlocks(const quant::BlockType& type, std::size_t count,
                                                  std::mt19937& random);

}  // namespace alcove::test
