// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cuda/device.h"

namespace alcove::backends::cuda {

enum class MemoryPlace { Device, Pinned };  // on the card; on the host, where the card reaches it

// Memory of its own. The device outlives it.
class Memory {
 public:
  Memory() = default;
  // Throws Error OutOfMemory, which says how much was wanted, or Device.
  Memory(const Device& device, std::size_t bytes, MemoryPlace place);
  Memory(Memory&& other) noexcept { swap(other); }
  Memory& operator=(Memory&& other) noexcept {
    Memory old(std::move(other));
    swap(old);
    return *this;
  }
  ~Memory();

  [[nodiscard]] std::byte* data() const { return m_data; }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }
  // Of this memory alone, also when another comes to the same address later; 0 for none.
  [[nodiscard]] std::uint64_t serial() const { return m_serial; }

 private:
  void swap(Memory& other) noexcept;

  const Device* m_device = nullptr;
  std::byte* m_data = nullptr;
  std::size_t m_bytes = 0;
  MemoryPlace m_place = MemoryPlace::Device;
  std::uint64_t m_serial = 0;
};

}  // namespace alcove::backends::cuda
