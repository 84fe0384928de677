// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "backends/vulkan/buffer.h"

namespace alcove::backends::vulkan {

// A run of bytes of a buffer.
struct BufferRange {
  const Buffer& buffer;
  std::size_t offset = 0;
  std::size_t bytes = 0;
};

// Moves bytes between the processor and buffers: at once where the processor sees them, else
// through memory that both see, a piece at a time. Waits for the end. The device outlives it.
class Staging {
 public:
  explicit Staging(Device& device) : m_device(device) {}

  // All throw Error Device or OutOfMemory. `bytes` has the ranges' bytes, one after the other.
  void upload(std::span<const std::byte> bytes, std::span<const BufferRange> to);
  void download(std::span<const BufferRange> from, std::span<std::byte> bytes);
  struct Copy {
    BufferRange from;
    BufferRange to;  // as many bytes
  };
  // What is read is not written by any of them.
  void copy(std::span<const Copy> copies);

 private:
  struct Piece {
    const Buffer* buffer;
    std::size_t offset;
    std::size_t bytes;
    std::size_t place;  // among all ranges' bytes
  };
  [[nodiscard]] static std::vector<Piece> piecesOf(std::span<const BufferRange> ranges);
  // Hands pieces to `move`, as many as m_memory is made to hold.
  template <class Move>
  void inBatches(std::span<const BufferRange> ranges, const Move& move);
  void run(const std::function<void(VkCommandBuffer)>& record);

  Device& m_device;
  Buffer m_memory;
};

}  // namespace alcove::backends::vulkan
