// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "base/assert.h"

namespace alcove::base {

std::array<std::byte, 32> sha256(std::span<const std::byte> bytes) {
  std::array<std::byte, 32> digest{};
  unsigned length = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                 &length, EVP_sha256(), nullptr);
  ALCOVE_ASSERT(done == 1 && length == digest.size());
  return digest;
}

std::string sha256Hex(std::string_view bytes) {
  std::string hex;
  for (std::byte byte : sha256(std::as_bytes(std::span(bytes))))
    hex += fmt::format("{:02x}", unsigned(byte));
  return hex;
}

}  // namespace alcove::base
