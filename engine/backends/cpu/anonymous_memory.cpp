// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/anonymous_memory.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <utility>

namespace alcove::backends::cpu {

AnonymousMemory::AnonymousMemory(std::size_t bytes) : m_bytes(bytes) {
  if (bytes == 0) return;
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED)
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("{:.1f} GB of memory are needed at once, and the system refused them.",
                            double(bytes) / 1e9));
  madvise(data, bytes, MADV_HUGEPAGE);
  m_data = static_cast<std::byte*>(data);
}

AnonymousMemory::~AnonymousMemory() {
  if (m_data) munmap(m_data, m_bytes);
}

AnonymousMemory::AnonymousMemory(AnonymousMemory&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}

AnonymousMemory& AnonymousMemory::operator=(AnonymousMemory&& other) noexcept {
  std::swap(m_data, other.m_data);
  std::swap(m_bytes, other.m_bytes);
  return *this;
}

}  // namespace alcove::backends::cpu
