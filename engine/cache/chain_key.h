// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace alcove::cache {

// Names the K and V of a block by all that they depend on: what the chain begins with (a model, an
// adapter, a way of computing) and every token from there to the block's last. A SHA-256, so that
// equal names mean equal contents, also between runs of the program.
struct ChainKey {
  std::array<std::byte, 32> bytes{};

  bool operator==(const ChainKey&) const = default;
};

struct ChainKeyHash {
  std::size_t operator()(const ChainKey& key) const noexcept {
    std::size_t hash;
    std::memcpy(&hash, key.bytes.data(), sizeof hash);
    return hash;
  }
};

// What identifies the contents of a block.
struct BlockName {
  const ChainKey& key;
  const ChainKey& parent;
  std::span<const std::int32_t> tokens;
};

// The start of chains for what `identity` describes.
[[nodiscard]] ChainKey rootKey(std::string_view identity);

// What follows `parent` with these tokens.
[[nodiscard]] ChainKey childKey(const ChainKey& parent, std::span<const std::int32_t> tokens);

// 64 hexadecimal digits in lower case.
[[nodiscard]] std::string keyText(const ChainKey& key);

}  // namespace alcove::cache
