// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/machine_speed.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>

#include "backends/cpu/anonymous_memory.h"
#include "base/thread_pool.h"
#include "cpu/kernel_table.h"

namespace alcove::tools {
namespace {

namespace kernel = kernels::cpu;
using Clock = std::chrono::steady_clock;

// More than a processor keeps in its caches, and read rather than kept where a virtual machine sees
// the last-level cache of a whole server.
constexpr std::size_t kBufferBytes = std::size_t(1) << 30;
constexpr int kReadRounds = 6;
constexpr std::size_t kArithmeticRounds = 20'000;

// Where results go, so that no loop is optimised away.
std::atomic<std::int64_t> g_sink{0};

double seconds(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

}  // namespace

double measureReadBandwidth(int threads) {
  base::ThreadPool pool(threads);
  const backends::cpu::AnonymousMemory buffer(kBufferBytes);  // as the weights lie: in large pages
  const std::size_t share = kBufferBytes / std::size_t(threads);
  const auto part = [&](int thread) { return buffer.data() + std::size_t(thread) * share; };
  pool.run([&](int thread) { std::memset(part(thread), 1, share); });
  double best = 0;
  for (int round = 0; round < kReadRounds; ++round) {
    const auto began = Clock::now();
    pool.run([&](int thread) {
      g_sink += kernel::kernels().readPeak({.memory = part(thread), .memoryBytes = share});
    });
    best = std::max(best, double(share) * threads / seconds(began));
  }
  return best;
}

double measureArithmeticPeak(int threads) {
  base::ThreadPool pool(threads);
  constexpr double kOps = 2.0 * kernel::kPeakMultiplyAddsPerRound * kArithmeticRounds;
  double best = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto began = Clock::now();
    pool.run(
        [&](int) { g_sink += kernel::kernels().multiplyAddPeak({.rounds = kArithmeticRounds}); });
    best = std::max(best, kOps * threads / seconds(began));
  }
  return best;
}

}  // namespace alcove::tools
