// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace alcove::base {

// A mapped range in which reads must survive that the file behind it shrinks or its disk fails.
// The first watched range installs a process-wide SIGBUS handler; a fault inside a watched range
// puts a page of zeros there and marks the range as damaged, every other SIGBUS goes where it went
// before. Safe from any thread.
struct WatchedRange {
  std::atomic<std::uintptr_t> begin{0};
  std::atomic<std::size_t> size{0};
  std::atomic<bool> taken{false};
  std::atomic<bool> damaged{false};
};

// Never null. Give it back with unwatchRange() before unmapping.
[[nodiscard]] WatchedRange* watchRange(const void* begin, std::size_t size);
void unwatchRange(WatchedRange* range) noexcept;

}  // namespace alcove::base
