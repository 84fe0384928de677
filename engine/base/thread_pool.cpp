// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "base/part_claims.h"

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

constexpr std::size_t kCacheLine = 64;

// What the team is at, in one word: the number of the stage, then how many parts it has. Without
// parts there is nothing to do.
class Opening {
 public:
  explicit Opening(std::uint64_t word) : m_word(word) {}
  Opening(std::uint64_t stage, int parts) : m_word(stage << 16 | std::uint64_t(parts)) {}
  [[nodiscard]] std::uint64_t word() const { return m_word; }
  [[nodiscard]] std::uint64_t stage() const { return m_word >> 16; }
  [[nodiscard]] int parts() const { return int(m_word & 0xffff); }

 private:
  std::uint64_t m_word;
};

constexpr std::uint64_t kEnding = ~std::uint64_t(0) << 16;
constexpr int kMostParts = 0xffff;

}  // namespace

// The one thing that threads wait for is that `open` changes. Whoever finishes the last part of a
// stage opens the next, so a thread that is not there is not missed. It may come back at any later
// time, even in another job; therefore it reads nothing of a job before it has taken a part of it,
// which is also what keeps the job from ending.
struct ThreadPool::State {
  explicit State(int count) : threads(count), claims(count) {}

  const int threads;
  std::vector<std::thread> workers;  // threads 1 …
  PartClaims claims;

  // Written by run() while no part is open.
  Job* job = nullptr;
  std::uint64_t first = 1;  // number of the job's stage 0

  alignas(kCacheLine) std::atomic<std::uint64_t> open{0};
  alignas(kCacheLine) std::atomic<int> done{0};  // parts of the open stage
  std::atomic<bool> sleeping{false};             // somebody may be, since it was last looked at

  void announce(Opening opening) noexcept {
    open.store(opening.word(), std::memory_order_seq_cst);
    if (sleeping.load(std::memory_order_seq_cst) && sleeping.exchange(false)) open.notify_all();
  }

  // Returns what is open when that is no longer `old`: spins, then yields, then sleeps.
  Opening awaitOther(Opening old) noexcept {
    for (int i = 0; i < kPausesPerLook; ++i) {
      const Opening now(open.load(std::memory_order_acquire));
      if (now.word() != old.word()) return now;
      pauseProcessor();
    }
    const auto start = Clock::now();
    for (;;) {
      for (int i = 0; i < kPausesPerLook; ++i) {
        const Opening now(open.load(std::memory_order_acquire));
        if (now.word() != old.word()) return now;
        pauseProcessor();
      }
      const auto waited = Clock::now() - start;
      if (waited > kYieldTime) break;
      if (waited > kSpinTime) std::this_thread::yield();
    }
    for (;;) {
      // In one order with announce(): either it sees the sleeper, or the sleeper what it opened.
      sleeping.store(true, std::memory_order_seq_cst);
      const Opening now(open.load(std::memory_order_seq_cst));
      if (now.word() != old.word()) return now;
      open.wait(old.word(), std::memory_order_acquire);
    }
  }

  // Goes on to `stage` of the job, or to its end. A stage of one part is done here and now: to hand
  // it over would take longer.
  void advance(int stage, int thread) noexcept {
    done.store(0, std::memory_order_relaxed);
    for (const int end = job->stages(); stage < end; ++stage) {
      const int parts = job->parts(stage);
      if (parts > 1) return announce({first + std::uint64_t(stage), parts});
      if (parts == 1) job->run(stage, 0, thread);
    }
    announce({first + std::uint64_t(stage), 0});
  }

  // Takes parts of what is open, as long as there are any.
  void help(Opening opening, int thread) noexcept {
    int count = 0, stage = 0;
    while (const auto part = claims.take(opening.stage(), opening.parts(), thread)) {
      stage = int(opening.stage() - first);
      job->run(stage, *part, thread);
      ++count;
    }
    if (count > 0 && done.fetch_add(count, std::memory_order_acq_rel) + count == opening.parts())
      advance(stage + 1, thread);
  }

  void serve(int thread) noexcept {
    Opening seen(0);
    for (;;) {
      seen = awaitOther(seen);
      if (seen.word() == kEnding) return;
      if (seen.parts() > 0) help(seen, thread);
    }
  }

  void end() noexcept {
    announce(Opening(kEnding));
    for (std::thread& worker : workers) worker.join();
  }
};

ThreadPool::ThreadPool(int threads) {
  ALCOVE_ASSERT(threads >= 1 && threads <= kMostParts);
  m_state = std::make_unique<State>(threads);
  State* const state = m_state.get();
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

int ThreadPool::mostParts() const noexcept {
  return std::min(m_state->threads * PartClaims::kMostPartsPerThread, kMostParts);
}

void ThreadPool::run(Job& job) {
  State& state = *m_state;
  state.job = &job;
  state.advance(0, 0);
  Opening opening(state.open.load(std::memory_order_acquire));
  while (opening.parts() > 0) {
    state.help(opening, 0);
    opening = state.awaitOther(opening);
  }
  state.first = opening.stage() + 1;
}

}  // namespace alcove::base
