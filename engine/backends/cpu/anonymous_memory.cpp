// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/anonymous_memory.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace alcove::backends::cpu {

namespace {

// Of x86 and of most ARM systems; elsewhere nothing is gained or lost by the alignment.
constexpr std::size_t kHugePageBytes = std::size_t(2) << 20;

std::byte* map(std::size_t bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return data == MAP_FAILED ? nullptr : static_cast<std::byte*>(data);
}

// From the beginning of a huge page on: not every kernel sees to that by itself.
std::byte* mapAligned(std::size_t bytes) {
  std::byte* const all = map(bytes + kHugePageBytes);
  if (!all) return nullptr;
  const std::size_t front = -reinterpret_cast<std::uintptr_t>(all) % kHugePageBytes;
  if (front > 0) munmap(all, front);
  std::byte* const data = all + front;
  const auto page = std::size_t(sysconf(_SC_PAGESIZE));
  const std::size_t whole = (bytes + page - 1) / page * page;
  munmap(data + whole, kHugePageBytes - front);
  return data;
}

}  // namespace

AnonymousMemory::AnonymousMemory(std::size_t bytes) : m_bytes(bytes) {
  if (bytes == 0) return;
  m_data = bytes < kHugePageBytes ? map(bytes) : mapAligned(bytes);
  if (!m_data)
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("{:.1f} GB of memory are needed at once, and the system refused them.",
                            double(bytes) / 1e9));
  madvise(m_data, bytes, MADV_HUGEPAGE);
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
