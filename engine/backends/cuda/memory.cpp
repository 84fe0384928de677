// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/memory.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <atomic>
#include <utility>

namespace alcove::backends::cuda {

using kernels::cuda::Status;

Memory::Memory(const Device& device, std::size_t bytes, MemoryPlace place)
    : m_device(&device), m_bytes(bytes), m_place(place) {
  static std::atomic<std::uint64_t> serials{0};
  const kernels::cuda::Module& api = device.api();
  void* data = nullptr;
  const bool onCard = place == MemoryPlace::Device;
  const Status status = onCard ? api.allocate(&data, bytes) : api.allocatePinned(&data, bytes);
  if (status == Status::OutOfMemory)
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("{} has no {} MiB of memory left; choose a smaller model, a shorter "
                            "context or the device cpu.",
                            onCard ? device.info().name : "The computer", (bytes >> 20) + 1));
  device.check(status, "get memory");
  m_data = static_cast<std::byte*>(data);
  m_serial = ++serials;
  if (onCard) device.countMemory(bytes, 0);
}

Memory::~Memory() {
  if (m_data == nullptr) return;
  const kernels::cuda::Module& api = m_device->api();
  const bool onCard = m_place == MemoryPlace::Device;
  (void)(onCard ? api.release(m_data) : api.releasePinned(m_data));
  if (onCard) m_device->countMemory(0, m_bytes);
}

void Memory::swap(Memory& other) noexcept {
  std::swap(m_device, other.m_device);
  std::swap(m_data, other.m_data);
  std::swap(m_bytes, other.m_bytes);
  std::swap(m_place, other.m_place);
  std::swap(m_serial, other.m_serial);
}

}  // namespace alcove::backends::cuda
