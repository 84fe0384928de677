// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/machine_speed.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "base/thread_pool.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace alcove::tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBufferBytes = std::size_t(512) << 20;  // beyond any last-level cache
constexpr int kReadRounds = 4;
constexpr std::uint64_t kLoopRounds = 20'000'000;

// Where results go, so that no loop is optimised away.
std::atomic<std::uint64_t> g_sink{0};

double seconds(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

// Eight sums at once: one alone would wait for itself.
std::uint64_t sumWords(const std::uint64_t* words, std::size_t count) {
  std::uint64_t sums[8] = {};
  for (std::size_t i = 0; i + 8 <= count; i += 8)
    for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += words[i + lane];
  std::uint64_t total = 0;
  for (std::uint64_t sum : sums) total += sum;
  return total;
}

// One loop of independent multiply-adds; `opsPerRound` is what one round counts for.
struct Loop {
  std::uint64_t (*run)(std::uint64_t rounds);
  double opsPerRound;
};

#if defined(__x86_64__)

// Enough to hide an instruction's latency on two ports. The loops over them are unrolled by hand:
// only then do the sums stay in registers.
constexpr int kChains = 12;

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) std::uint64_t runVnni(
    std::uint64_t rounds) {
  __m512i sums[kChains];
#pragma GCC unroll 12
  for (int i = 0; i < kChains; ++i) sums[i] = _mm512_set1_epi32(i);
  __m512i a = _mm512_set1_epi8(1);
  const __m512i b = _mm512_set1_epi8(2);
  for (std::uint64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) sums[i] = _mm512_dpbusd_epi32(sums[i], a, b);
    asm volatile("" : "+v"(a));  // or the compiler would fold the rounds into one product
  }
  __m512i total = sums[0];
#pragma GCC unroll 12
  for (int i = 1; i < kChains; ++i) total = _mm512_add_epi32(total, sums[i]);
  std::int32_t lanes[16];
  _mm512_storeu_si512(lanes, total);
  return std::uint64_t(lanes[0] + lanes[15]);
}

__attribute__((target("avx2,fma"))) std::uint64_t runFma(std::uint64_t rounds) {
  __m256 sums[kChains];
#pragma GCC unroll 12
  for (int i = 0; i < kChains; ++i) sums[i] = _mm256_set1_ps(float(i));
  __m256 a = _mm256_set1_ps(0.5f);
  const __m256 b = _mm256_set1_ps(0.25f);
  for (std::uint64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) sums[i] = _mm256_fmadd_ps(a, b, sums[i]);
    asm volatile("" : "+x"(a));
  }
  float out[8] = {};
#pragma GCC unroll 12
  for (int i = 0; i < kChains; ++i)
    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_loadu_ps(out), sums[i]));
  return std::uint64_t(out[0] + out[7]);
}

#endif

std::uint64_t runScalar(std::uint64_t rounds) {
  float sums[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  float a = 0.5f;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    for (float& sum : sums) sum += a * 0.25f;
    asm volatile("" : "+m"(a));
  }
  return std::uint64_t(sums[0] + sums[7]);
}

Loop bestLoop() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    return {runVnni, kChains * 64 * 2.0};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return {runFma, kChains * 8 * 2.0};
#endif
  return {runScalar, 8 * 2.0};
}

}  // namespace

double measureReadBandwidth(int threads) {
  base::ThreadPool pool(threads);
  const std::size_t words = kBufferBytes / sizeof(std::uint64_t);
  std::vector<std::uint64_t> buffer(words, 1);
  const std::size_t share = words / std::size_t(threads);
  double best = 0;
  for (int round = 0; round < kReadRounds; ++round) {
    const auto began = Clock::now();
    pool.run([&](int thread) {
      g_sink += sumWords(buffer.data() + std::size_t(thread) * share, share);
    });
    best = std::max(best, double(share * sizeof(std::uint64_t)) * threads / seconds(began));
  }
  return best;
}

double measureArithmeticPeak(int threads) {
  base::ThreadPool pool(threads);
  const Loop loop = bestLoop();
  double best = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto began = Clock::now();
    pool.run([&](int) { g_sink += loop.run(kLoopRounds); });
    best = std::max(best, double(kLoopRounds) * loop.opsPerRound * threads / seconds(began));
  }
  return best;
}

}  // namespace alcove::tools
