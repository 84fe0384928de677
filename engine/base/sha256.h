// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace alcove::base {

// SHA-256 (FIPS 180-4).
[[nodiscard]] std::array<std::byte, 32> sha256(std::span<const std::byte> bytes);

// The same as 64 hexadecimal digits in lower case.
[[nodiscard]] std::string sha256Hex(std::string_view bytes);

}  // namespace alcove::base
