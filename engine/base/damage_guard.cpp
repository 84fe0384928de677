// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/damage_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <mutex>

namespace alcove::base {
namespace {

// The handler walks this list while other threads add to it, so nodes are only appended and never
// freed; their slots are used again.
struct Node {
  std::array<WatchedRange, 32> ranges;
  std::atomic<Node*> next{nullptr};
};

Node g_first;
struct sigaction g_previousAction;
std::uintptr_t g_pageBytes = 4096;

static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);
static_assert(std::atomic<Node*>::is_always_lock_free);

WatchedRange* rangeOf(std::uintptr_t address) noexcept {
  for (Node* node = &g_first; node != nullptr; node = node->next.load(std::memory_order_acquire)) {
    for (WatchedRange& range : node->ranges) {
      const std::uintptr_t begin = range.begin.load(std::memory_order_acquire);
      if (begin != 0 && address >= begin && address - begin < range.size.load()) return &range;
    }
  }
  return nullptr;
}

// Only async-signal-safe work: atomics and two system calls.
bool putZeroPage(const siginfo_t* info) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  WatchedRange* range = rangeOf(address);
  if (range == nullptr) return false;
  const std::uintptr_t page = address & ~(g_pageBytes - 1);
  // The bare system call: what libraries wrap round mmap() is not safe in a signal handler.
  constexpr long kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  if (syscall(SYS_mmap, page, g_pageBytes, long(PROT_READ), kFlags, -1L, 0L) == -1) {
    return false;
  }
  range->damaged.store(true, std::memory_order_release);
  return true;
}

void onBusError(int signal, siginfo_t* info, void* context) {
  if (putZeroPage(info)) return;
  if ((g_previousAction.sa_flags & SA_SIGINFO) != 0) {
    g_previousAction.sa_sigaction(signal, info, context);
  } else if (g_previousAction.sa_handler != SIG_DFL && g_previousAction.sa_handler != SIG_IGN) {
    g_previousAction.sa_handler(signal);
  } else {
    // Returning runs the faulting instruction again, now with the default action.
    sigaction(signal, &g_previousAction, nullptr);
  }
}

void installHandler() {
  g_pageBytes = std::uintptr_t(sysconf(_SC_PAGESIZE));
  struct sigaction action = {};
  action.sa_sigaction = onBusError;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &g_previousAction);
}

WatchedRange* takeSlot() {
  for (Node* node = &g_first;;) {
    for (WatchedRange& range : node->ranges) {
      bool expected = false;
      if (range.taken.compare_exchange_strong(expected, true)) return &range;
    }
    Node* next = node->next.load(std::memory_order_acquire);
    if (next == nullptr) {
      Node* const added = new Node;
      if (node->next.compare_exchange_strong(next, added)) {
        next = added;
      } else {
        delete added;
      }
    }
    node = next;
  }
}

}  // namespace

WatchedRange* watchRange(const void* begin, std::size_t size) {
  static std::once_flag installed;
  std::call_once(installed, installHandler);
  WatchedRange* const range = takeSlot();
  range->damaged.store(false);
  range->size.store(size);
  range->begin.store(reinterpret_cast<std::uintptr_t>(begin), std::memory_order_release);
  return range;
}

void unwatchRange(WatchedRange* range) noexcept {
  range->begin.store(0);
  range->taken.store(false, std::memory_order_release);
}

}  // namespace alcove::base
