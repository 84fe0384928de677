// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::backends::vulkan {

// Into how many parts each context of a batch of so many tokens is split on a card: for few tokens,
// so that there is work for all of it.
[[nodiscard]] constexpr std::uint32_t attentionSplits(std::uint32_t tokens) {
  constexpr std::uint32_t kFewTokens = 8, kSplits = 8;
  return tokens <= kFewTokens ? kSplits : 1;
}

}  // namespace alcove::backends::vulkan
