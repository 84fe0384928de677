// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/readable_bytes.h"

#include <fmt/format.h>

namespace alcove::base {

std::string readableBytes(std::uint64_t bytes) {
  if (bytes >= 1'000'000'000) return fmt::format("{:.1f} GB", double(bytes) / 1e9);
  if (bytes >= 10'000'000) return fmt::format("{:.0f} MB", double(bytes) / 1e6);
  return fmt::format("{:.1f} MB", double(bytes) / 1e6);
}

}  // namespace alcove::base
