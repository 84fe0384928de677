// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace alcove::backends {

// What this process holds of the memory of a backend's devices, each by a number that tells it from
// the others (a driver's handle, an index). Safe to call from any thread.
class HeldMemory {
 public:
  void change(std::uint64_t device, std::uint64_t takenBytes, std::uint64_t givenBytes) {
    const std::lock_guard lock(m_mutex);
    m_bytes[device] += takenBytes - givenBytes;
  }
  // Nothing if the device was never used.
  [[nodiscard]] std::optional<std::uint64_t> of(std::uint64_t device) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_bytes.find(device);
    return found == m_bytes.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  mutable std::mutex m_mutex;
  std::map<std::uint64_t, std::uint64_t> m_bytes;
};

}  // namespace alcove::backends
