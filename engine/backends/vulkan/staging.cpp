// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/staging.h"

#include <algorithm>
#include <cstring>

#include "backends/vulkan/commands.h"

namespace alcove::backends::vulkan {
namespace {

// What goes over at once: enough to keep the bus busy, little beside a model.
constexpr std::size_t kPieceBytes = std::size_t(16) << 20;

void copyRange(const Device& device, VkCommandBuffer commands, VkBuffer from,
               std::size_t fromOffset, VkBuffer to, std::size_t toOffset, std::size_t bytes) {
  const VkBufferCopy region{fromOffset, toOffset, bytes};
  device.api().vkCmdCopyBuffer(commands, from, to, 1, &region);
}

bool areMapped(std::span<const BufferRange> ranges) {
  return std::ranges::all_of(
      ranges, [](const BufferRange& range) { return range.buffer.mapped() != nullptr; });
}

// Copies wait for kernels before them, and kernels and the processor for copies.
void orderAround(const Device& device, VkCommandBuffer commands, bool before) {
  constexpr VkPipelineStageFlags kKernels = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                 kCopies = VK_PIPELINE_STAGE_TRANSFER_BIT;
  VkMemoryBarrier barrier{};
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  barrier.srcAccessMask = before ? VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT
                                 : VK_ACCESS_TRANSFER_WRITE_BIT;
  barrier.dstAccessMask =
      before ? VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT
             : VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_HOST_READ_BIT;
  device.api().vkCmdPipelineBarrier(commands, before ? kKernels | kCopies : kCopies,
                                    before ? kCopies : kKernels | VK_PIPELINE_STAGE_HOST_BIT, 0, 1,
                                    &barrier, 0, nullptr, 0, nullptr);
}

}  // namespace

std::vector<Staging::Piece> Staging::piecesOf(std::span<const BufferRange> ranges) {
  std::vector<Piece> pieces;
  std::size_t place = 0;
  for (const BufferRange& range : ranges) {
    for (std::size_t done = 0; done < range.bytes; done += kPieceBytes) {
      const std::size_t bytes = std::min(kPieceBytes, range.bytes - done);
      pieces.push_back({&range.buffer, range.offset + done, bytes, place + done});
    }
    place += range.bytes;
  }
  return pieces;
}

void Staging::run(const std::function<void(VkCommandBuffer)>& record) {
  Commands commands(m_device, VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT);
  orderAround(m_device, commands.handle(), true);
  record(commands.handle());
  orderAround(m_device, commands.handle(), false);
  commands.finish();
  commands.run();
}

template <class Move>
void Staging::inBatches(std::span<const BufferRange> ranges, const Move& move) {
  std::vector<Piece> batch;
  std::size_t bytes = 0;
  const auto flush = [&] {
    if (batch.empty()) return;
    if (m_memory.bytes() < bytes) m_memory = Buffer(m_device, bytes, MemoryUse::Download);
    move(batch);
    batch.clear();
    bytes = 0;
  };
  for (const Piece& piece : piecesOf(ranges)) {
    if (bytes + piece.bytes > kPieceBytes) flush();
    batch.push_back(piece);
    bytes += piece.bytes;
  }
  flush();
}

void Staging::upload(std::span<const std::byte> bytes, std::span<const BufferRange> to) {
  if (areMapped(to)) {
    for (const Piece& piece : piecesOf(to))
      std::memcpy(piece.buffer->mapped() + piece.offset, bytes.data() + piece.place, piece.bytes);
    return;
  }
  inBatches(to, [&](const std::vector<Piece>& batch) {
    const std::size_t first = batch.front().place;
    const std::size_t size = batch.back().place + batch.back().bytes - first;
    std::memcpy(m_memory.mapped(), bytes.data() + first, size);
    run([&](VkCommandBuffer commands) {
      for (const Piece& piece : batch)
        copyRange(m_device, commands, m_memory.handle(), piece.place - first,
                  piece.buffer->handle(), piece.offset, piece.bytes);
    });
  });
}

void Staging::download(std::span<const BufferRange> from, std::span<std::byte> bytes) {
  if (areMapped(from)) {
    for (const Piece& piece : piecesOf(from))
      std::memcpy(bytes.data() + piece.place, piece.buffer->mapped() + piece.offset, piece.bytes);
    return;
  }
  inBatches(from, [&](const std::vector<Piece>& batch) {
    const std::size_t first = batch.front().place;
    const std::size_t size = batch.back().place + batch.back().bytes - first;
    run([&](VkCommandBuffer commands) {
      for (const Piece& piece : batch)
        copyRange(m_device, commands, piece.buffer->handle(), piece.offset, m_memory.handle(),
                  piece.place - first, piece.bytes);
    });
    std::memcpy(bytes.data() + first, m_memory.mapped(), size);
  });
}

void Staging::copy(std::span<const Copy> copies) {
  run([&](VkCommandBuffer commands) {
    for (const Copy& c : copies)
      copyRange(m_device, commands, c.from.buffer.handle(), c.from.offset, c.to.buffer.handle(),
                c.to.offset, c.from.bytes);
  });
}

}  // namespace alcove::backends::vulkan
