// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/fresh_id.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace alcove::server {

std::string freshId(std::string_view prefix) {
  static std::atomic<std::uint64_t> counter{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{}{:x}_{:x}", prefix,
                     std::chrono::duration_cast<std::chrono::microseconds>(now).count(), ++counter);
}

}  // namespace alcove::server
