// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/random_blocks.h"

#include <algorithm>
#include <cmath>

namespace alcove::test {

std::vector<std::byte> randomBlocks(const quant::BlockType& type, std::size_t count,
                                    std::mt19937& random) {
  std::vector<std::byte> blocks(count * type.blockBytes);
  std::vector<float> values(type.blockValues);
  const auto isWeight = [](float value) { return std::fabs(value) <= 1; };  // not so for NaN
  const auto isLarge = [](float value) { return std::fabs(value) > 0.125f; };
  for (std::size_t i = 0; i < count; ++i) {
    const auto block = blocks.begin() + std::ptrdiff_t(i * type.blockBytes);
    do {
      std::generate_n(block, type.blockBytes, [&] { return std::byte(random()); });
      type.decode(&*block, values.data(), 1);
    } while (!std::ranges::all_of(values, isWeight) || std::ranges::none_of(values, isLarge));
  }
  return blocks;
}

}  // namespace alcove::test
