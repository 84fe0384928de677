// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/chain_key.h"

#include <vector>

#include "base/sha256.h"

namespace alcove::cache {

ChainKey rootKey(std::string_view identity) {
  return {base::sha256(std::as_bytes(std::span(identity)))};
}

ChainKey childKey(const ChainKey& parent, std::span<const std::int32_t> tokens) {
  const auto own = std::as_bytes(tokens);
  std::vector<std::byte> all(parent.bytes.begin(), parent.bytes.end());
  all.insert(all.end(), own.begin(), own.end());
  return {base::sha256(all)};
}

std::string keyText(const ChainKey& key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::byte byte : key.bytes) {
    text += kDigits[std::size_t(byte >> 4)];
    text += kDigits[std::size_t(byte & std::byte{15})];
  }
  return text;
}

}  // namespace alcove::cache
