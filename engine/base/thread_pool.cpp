// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "base/assert.h"

namespace alcove::base {
namespace {

using Clock = std::chrono::steady_clock;

// Long enough to bridge the gap between two steps of a decode, short enough to cost nothing when
// idle. Yielding comes early: where another process wants the core, spinning on would only keep
// the thread that is awaited from running.
constexpr auto kSpinTime = std::chrono::microseconds(10);
constexpr auto kYieldTime = std::chrono::microseconds(40);
constexpr int kPausesPerLook = 32;

void pauseProcessor() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Returns when `value` is no longer `old`: spins, then yields, then sleeps.
void awaitChange(const std::atomic<std::uint32_t>& value, std::uint32_t old) noexcept {
  const auto start = Clock::now();
  for (;;) {
    for (int i = 0; i < kPausesPerLook; ++i) {
      if (value.load(std::memory_order_acquire) != old) return;
      pauseProcessor();
    }
    const auto waited = Clock::now() - start;
    if (waited > kYieldTime) break;
    if (waited > kSpinTime) std::this_thread::yield();
  }
  while (value.load(std::memory_order_acquire) == old) value.wait(old, std::memory_order_acquire);
}

constexpr std::size_t kCacheLine = 64;

}  // namespace

struct ThreadPool::State {
  // Written by run() before `job` moves on.
  Work work = nullptr;
  void* argument = nullptr;
  bool ending = false;
  int threads = 1;
  std::vector<std::thread> workers;  // threads 1 …

  alignas(kCacheLine) std::atomic<std::uint32_t> job{0};       // counts the calls of run()
  alignas(kCacheLine) std::atomic<std::uint32_t> finished{0};  // counts the jobs that are done
  alignas(kCacheLine) std::atomic<int> working{0};             // workers still in this job
  alignas(kCacheLine) std::atomic<int> arrived{0};             // threads at the barrier
  alignas(kCacheLine) std::atomic<std::uint32_t> phase{0};     // counts the barriers passed

  void start() noexcept {
    job.fetch_add(1, std::memory_order_acq_rel);
    job.notify_all();
  }

  void serve(int thread) noexcept {
    std::uint32_t seen = 0;
    for (;;) {
      awaitChange(job, seen);
      ++seen;
      if (ending) return;
      work(argument, thread);
      if (working.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        finished.fetch_add(1, std::memory_order_acq_rel);
        finished.notify_all();
      }
    }
  }

  void end() noexcept {
    ending = true;
    start();
    for (std::thread& worker : workers) worker.join();
  }
};

ThreadPool::ThreadPool(int threads) : m_state(std::make_unique<State>()) {
  ALCOVE_ASSERT(threads >= 1);
  State* const state = m_state.get();
  state->threads = threads;
  state->workers.reserve(std::size_t(threads - 1));
  try {
    for (int i = 1; i < threads; ++i) {
      state->workers.emplace_back([state, i] { state->serve(i); });
    }
  } catch (...) {
    state->end();
    throw;
  }
}

ThreadPool::~ThreadPool() { m_state->end(); }

int ThreadPool::size() const noexcept { return m_state->threads; }

void ThreadPool::run(Work work, void* argument) {
  State& state = *m_state;
  if (state.threads == 1) {
    work(argument, 0);
    return;
  }
  const std::uint32_t before = state.finished.load(std::memory_order_relaxed);
  state.work = work;
  state.argument = argument;
  state.working.store(state.threads - 1, std::memory_order_relaxed);
  state.start();
  work(argument, 0);
  awaitChange(state.finished, before);
}

void ThreadPool::barrier() noexcept {
  State& state = *m_state;
  const std::uint32_t before = state.phase.load(std::memory_order_acquire);
  if (state.arrived.fetch_add(1, std::memory_order_acq_rel) + 1 < state.threads) {
    awaitChange(state.phase, before);
    return;
  }
  state.arrived.store(0, std::memory_order_relaxed);
  state.phase.fetch_add(1, std::memory_order_acq_rel);
  state.phase.notify_all();
}

}  // namespace alcove::base
