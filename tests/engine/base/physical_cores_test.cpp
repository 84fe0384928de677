// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sched.h>

#include <thread>

#include "base/thread_pool.h"

namespace alcove::base {
namespace {

TEST(PhysicalCores, AreAtLeastOneAndNoMoreThanProcessors) {
  EXPECT_GE(physicalCores(), 1);
  EXPECT_LE(physicalCores(), int(std::thread::hardware_concurrency()));
}

TEST(PhysicalCores, RespectTheAffinityMask) {
  std::thread([] {
    cpu_set_t all;
    ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
    int first = 0;
    while (!CPU_ISSET(first, &all)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    EXPECT_EQ(physicalCores(), 1);
  }).join();
}

}  // namespace
}  // namespace alcove::base
