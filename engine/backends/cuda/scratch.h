// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "backends/cuda/memory.h"

namespace alcove::backends::cuda {

// What kernels leave for each other within a graph.
enum class ScratchUse {
  ActivationWords,
  ActivationScales,
  Partials,
  Order,
  Begins,
  Cursors,
  Count
};

// Memory for it, which all graphs of a backend take turns in; it grows and never shrinks.
class Scratch {
 public:
  static constexpr std::size_t kUses = std::size_t(ScratchUse::Count);

  explicit Scratch(const Device& device) : m_device(device) {}

  // REQUIRES: work that is being captured was queued before, so that nothing has to grow.
  [[nodiscard]] std::byte* get(ScratchUse use, std::size_t bytes) {
    Memory& memory = m_memory[std::size_t(use)];
    if (memory.bytes() < bytes) {
      memory = {};
      memory = Memory(m_device, bytes, MemoryPlace::Device);
    }
    return memory.data();
  }
  // Changes whenever something of it moves.
  [[nodiscard]] std::uint64_t serial() const {
    std::uint64_t newest = 0;
    for (const Memory& memory : m_memory)
      newest = newest < memory.serial() ? memory.serial() : newest;
    return newest;
  }

 private:
  const Device& m_device;
  std::array<Memory, kUses> m_memory;
};

}  // namespace alcove::backends::cuda
