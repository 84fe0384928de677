// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

#include "engine/base/allocation_counter.h"

namespace alcove::base {
namespace {

class ThreadPoolTest : public testing::TestWithParam<int> {};

TEST_P(ThreadPoolTest, EveryThreadRunsOncePerCall) {
  ThreadPool pool(GetParam());
  ASSERT_EQ(pool.size(), GetParam());
  std::vector<int> calls(std::size_t(pool.size()), 0);
  constexpr int kRuns = 500;
  for (int i = 0; i < kRuns; ++i) {
    pool.run([&](int thread) { ++calls[std::size_t(thread)]; });
  }
  for (const int count : calls) EXPECT_EQ(count, kRuns);
}

TEST_P(ThreadPoolTest, TheCallerIsThreadZero) {
  ThreadPool pool(GetParam());
  const auto caller = std::this_thread::get_id();
  pool.run([&](int thread) { EXPECT_EQ(std::this_thread::get_id() == caller, thread == 0); });
}

TEST_P(ThreadPoolTest, WhatWasWrittenBeforeABarrierIsSeenAfterIt) {
  ThreadPool pool(GetParam());
  const auto threads = std::size_t(pool.size());
  std::vector<int> values(threads, 0);
  constexpr int kPhases = 200;
  std::atomic<int> wrong{0};
  pool.run([&](int thread) {
    for (int phase = 1; phase <= kPhases; ++phase) {
      values[std::size_t(thread)] = phase;
      pool.barrier();
      if (std::accumulate(values.begin(), values.end(), 0) != phase * int(threads)) ++wrong;
      pool.barrier();
    }
  });
  EXPECT_EQ(wrong, 0);
}

TEST_P(ThreadPoolTest, WorkersThatSleepWakeUp) {
  ThreadPool pool(GetParam());
  std::atomic<int> calls{0};
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    pool.run([&](int thread) {
      // Thread 0 comes late, so that the others sleep at the barrier as well.
      if (thread == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      pool.barrier();
      ++calls;
    });
  }
  EXPECT_EQ(calls, 5 * pool.size());
}

TEST_P(ThreadPoolTest, RunAllocatesNothing) {
  ThreadPool pool(GetParam());
  std::atomic<int> calls{0};
  const auto work = [&](int) {
    pool.barrier();
    ++calls;
  };
  pool.run(work);
  const long before = test::allocationCount();
  for (int i = 0; i < 20; ++i) pool.run(work);
  EXPECT_EQ(test::allocationCount(), before);
  EXPECT_EQ(calls, 21 * pool.size());
}

// More threads than processors: the sleep after the spin is what keeps this from crawling.
INSTANTIATE_TEST_SUITE_P(Sizes, ThreadPoolTest, testing::Values(1, 2, 3, 8, 33));

TEST(ThreadPool, AnIdleTeamCostsNoProcessorTime) {
  ThreadPool pool(4);
  pool.run([](int) {});
  const auto used = [] {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  };
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto before = used();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  // Three workers that spun would have used up to 900 ms.
  EXPECT_LT(used() - before, std::chrono::milliseconds(60));
}

}  // namespace
}  // namespace alcove::base
