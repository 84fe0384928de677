// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <functional>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#include "engine/base/allocation_counter.h"

namespace alcove::base {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// A job of stages with these numbers of parts.
class TestJob final : public ThreadPool::Job {
 public:
  using Work = std::function<void(int stage, int part, int thread)>;
  TestJob(std::vector<int> parts, Work work) : m_parts(std::move(parts)), m_work(std::move(work)) {}

  int stages() const override { return int(m_parts.size()); }
  int parts(int stage) const override { return m_parts[std::size_t(stage)]; }
  void run(int stage, int part, int thread) override { m_work(stage, part, thread); }

 private:
  std::vector<int> m_parts;
  Work m_work;
};

class ThreadPoolTest : public testing::TestWithParam<int> {};

TEST_P(ThreadPoolTest, EveryPartRunsOncePerCall) {
  ThreadPool pool(GetParam());
  ASSERT_EQ(pool.size(), GetParam());
  std::vector<int> calls(std::size_t(pool.size()), 0);
  constexpr int kRuns = 500;
  for (int i = 0; i < kRuns; ++i) {
    pool.run([&](int part) { ++calls[std::size_t(part)]; });
  }
  for (const int count : calls) EXPECT_EQ(count, kRuns);
}

TEST_P(ThreadPoolTest, EveryPartOfEveryStageRunsOnceWhateverTheDelays) {
  ThreadPool pool(GetParam());
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    std::vector<int> parts(30);
    for (int& count : parts)
      count = std::uniform_int_distribution(0, std::min(40, pool.mostParts()))(random);
    std::vector<std::vector<int>> calls;
    for (const int count : parts) calls.emplace_back(std::size_t(count), 0);
    const unsigned salt = random();
    TestJob job(parts, [&](int stage, int part, int thread) {
      ++calls[std::size_t(stage)][std::size_t(part)];  // a race, if two threads had it
      EXPECT_TRUE(thread >= 0 && thread < pool.size());
      const unsigned any = (unsigned(stage) * 40u + unsigned(part) + salt) * 2654435761u >> 16;
      if (any % 7 == 0) std::this_thread::yield();
      if (any % 97 == 0) std::this_thread::sleep_for(microseconds(any % 300));
    });
    pool.run(job);
    for (const auto& stage : calls) EXPECT_EQ(stage, std::vector<int>(stage.size(), 1));
  }
}

TEST_P(ThreadPoolTest, AStageSeesWhatTheOneBeforeWrote) {
  ThreadPool pool(GetParam());
  const int parts = std::min(3 * pool.size(), pool.mostParts());
  std::vector<int> values(std::size_t(parts), 0);
  std::atomic<int> wrong{0};
  // By turns: every part adds 1 to its value; one part or all look at all values.
  std::vector<int> stages;
  for (int i = 0; i < 200; ++i) stages.insert(stages.end(), {parts, i % 2 ? 1 : parts});
  TestJob job(stages, [&](int stage, int part, int) {
    if (stage % 2 == 0)
      ++values[std::size_t(part)];
    else if (std::accumulate(values.begin(), values.end(), 0) != (stage + 1) / 2 * parts)
      ++wrong;
  });
  pool.run(job);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(values, std::vector<int>(std::size_t(parts), 200));
}

TEST_P(ThreadPoolTest, NoTwoPartsRunAsTheSameThread) {
  ThreadPool pool(GetParam());
  std::vector<int> owned(std::size_t(pool.size()), 0);  // a race, if two did
  TestJob job(std::vector<int>(100, pool.size()),
              [&](int, int, int thread) { ++owned[std::size_t(thread)]; });
  for (int i = 0; i < 10; ++i) pool.run(job);
  EXPECT_EQ(std::accumulate(owned.begin(), owned.end(), 0), 1000 * pool.size());
}

TEST_P(ThreadPoolTest, JobsWithoutPartsEnd) {
  ThreadPool pool(GetParam());
  const auto never = [](int, int, int) { FAIL(); };
  TestJob noStages({}, never), noParts({0, 0}, never);
  int last = -1;
  TestJob gaps({0, 1, 0, 1, 0}, [&](int stage, int, int) { last = stage; });
  for (int i = 0; i < 10; ++i) {
    pool.run(noStages);
    pool.run(noParts);
    pool.run(gaps);
    EXPECT_EQ(last, 3);
  }
}

TEST_P(ThreadPoolTest, WorkersThatSleepWakeUp) {
  ThreadPool pool(GetParam());
  const int size = pool.size();
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(milliseconds(5));
    std::atomic<int> begun{0}, calls{0};
    TestJob job({size, 1, size}, [&](int stage, int, int) {
      ++calls;
      // All threads are needed for the first stage, and time enough to sleep again follows.
      if (stage == 0)
        for (++begun; begun < size;) std::this_thread::yield();
      if (stage == 1) std::this_thread::sleep_for(milliseconds(2));
    });
    pool.run(job);
    EXPECT_EQ(calls, 2 * size + 1);
  }
}

TEST_P(ThreadPoolTest, RunAllocatesNothing) {
  ThreadPool pool(GetParam());
  std::atomic<int> calls{0};
  TestJob job({pool.size(), 1, pool.size()}, [&](int, int, int) { ++calls; });
  pool.run(job);
  const long before = test::allocationCount();
  for (int i = 0; i < 20; ++i) pool.run(job);
  EXPECT_EQ(test::allocationCount(), before);
  EXPECT_EQ(calls, 21 * (2 * pool.size() + 1));
}

// More threads than processors: the sleep after the spin is what keeps this from crawling.
INSTANTIATE_TEST_SUITE_P(Sizes, ThreadPoolTest, testing::Values(1, 2, 3, 8, 33));

// What a thread that the system keeps from running looks like to the others.
TEST(ThreadPool, AThreadThatHoldsOnePartHoldsUpNoOther) {
  ThreadPool pool(3);
  std::atomic<bool> held{false};
  std::atomic<int> others{0};
  TestJob job({30}, [&](int, int, int) {
    if (!held.exchange(true)) {
      // Ends only if the 29 other parts are done meanwhile.
      while (others < 29) std::this_thread::yield();
    } else {
      ++others;
    }
  });
  pool.run(job);
  EXPECT_EQ(others, 29);
}

// Stops threads by a signal, wherever they are, as the system does that gives their core away.
class Stopper {
 public:
  Stopper() {
    struct sigaction action = {};
    action.sa_handler = [](int) {
      const int error = errno;
      ++s_stopped;
      while (s_hold) poll(nullptr, 0, 1);
      --s_stopped;
      errno = error;
    };
    sigaction(SIGUSR1, &action, &m_before);
  }
  ~Stopper() { sigaction(SIGUSR1, &m_before, nullptr); }
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  void stop(pthread_t thread) {
    s_hold = true;
    pthread_kill(thread, SIGUSR1);
    while (s_stopped == 0) std::this_thread::yield();
  }
  void letGo() {
    s_hold = false;
    while (s_stopped > 0) std::this_thread::yield();
  }

 private:
  static inline std::atomic<bool> s_hold{false};
  static inline std::atomic<int> s_stopped{0};
  struct sigaction m_before = {};
};

// The handles of a team's threads.
std::vector<pthread_t> threadsOf(ThreadPool& pool) {
  std::vector<pthread_t> threads(std::size_t(pool.size()));
  std::atomic<int> begun{0};
  TestJob job({pool.size()}, [&](int, int, int thread) {
    threads[std::size_t(thread)] = pthread_self();
    for (++begun; begun < pool.size();) std::this_thread::yield();
  });
  pool.run(job);
  return threads;
}

#if defined(__SANITIZE_THREAD__)
constexpr bool kSignalsComeAtOnce = false;  // this sanitizer keeps them until the next system call
#else
constexpr bool kSignalsComeAtOnce = true;
#endif

TEST(ThreadPool, AThreadThatHasNoPartIsNotWaitedFor) {
  if (!kSignalsComeAtOnce) GTEST_SKIP() << "signals are delivered late";
  ThreadPool pool(2);
  const pthread_t worker = threadsOf(pool)[1];
  Stopper stopper;
  std::atomic<int> calls{0};
  TestJob job({8, 1, 8}, [&](int, int, int) { ++calls; });
  for (int round = 0; round < 3; ++round) {
    // At first it sleeps, in the other rounds it looks for something to do.
    if (round == 0) std::this_thread::sleep_for(milliseconds(2));
    stopper.stop(worker);
    for (int i = 0; i < 100; ++i) pool.run(job);
    stopper.letGo();
    for (int i = 0; i < 100; ++i) pool.run(job);
  }
  EXPECT_EQ(calls, 600 * 17);
}

TEST(ThreadPool, ThreadsMayStopAnywhereAndComeBackInAnotherJob) {
  if (!kSignalsComeAtOnce) GTEST_SKIP() << "signals are delivered late";
  ThreadPool pool(4);
  const std::vector<pthread_t> threads = threadsOf(pool);
  Stopper stopper;
  std::atomic<bool> ending{false};
  std::thread disturber([&] {
    std::mt19937 random(2);
    while (!ending) {
      stopper.stop(threads[1 + random() % 3]);
      std::this_thread::sleep_for(microseconds(random() % 200));
      stopper.letGo();
      std::this_thread::sleep_for(microseconds(random() % 50));
    }
  });
  for (int i = 0; i < 2000; ++i) {
    const std::vector<int> parts = {1 + i % 9, 1, 5, 12 - i % 11};
    std::vector<std::vector<int>> calls;
    for (const int count : parts) calls.emplace_back(std::size_t(count), 0);
    TestJob job(parts,
                [&](int stage, int part, int) { ++calls[std::size_t(stage)][std::size_t(part)]; });
    pool.run(job);
    for (const auto& stage : calls) ASSERT_EQ(stage, std::vector<int>(stage.size(), 1));
  }
  ending = true;
  disturber.join();
}

TEST(ThreadPool, AnIdleTeamCostsNoProcessorTime) {
  ThreadPool pool(4);
  pool.run([](int) {});
  const auto used = [] {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  };
  std::this_thread::sleep_for(milliseconds(20));
  const auto before = used();
  std::this_thread::sleep_for(milliseconds(300));
  // Three workers that spun would have used up to 900 ms.
  EXPECT_LT(used() - before, milliseconds(60));
}

}  // namespace
}  // namespace alcove::base
