// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/connection_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

namespace alcove::server {
namespace {

TEST(ConnectionThreads, RunAllJobsAtTheSameTimeAndRefuseMore) {
  ConnectionThreads threads(3);
  std::promise<void> open;
  const std::shared_future<void> gate = open.get_future().share();
  std::atomic<int> begun{0};
  std::promise<void> all;
  const auto job = [&] {
    if (++begun == 3) all.set_value();
    gate.wait();
  };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(threads.run(job));
  all.get_future().wait();  // each has a thread of its own, or this would not return
  EXPECT_EQ(threads.busy(), 3u);
  EXPECT_FALSE(threads.run([] { FAIL() << "there was no room for this"; }));
  open.set_value();
  threads.finish();
  EXPECT_EQ(threads.busy(), 0u);
  EXPECT_EQ(begun, 3);
}

TEST(ConnectionThreads, TakeNewJobsWhenOldOnesAreDone) {
  ConnectionThreads threads(1);
  std::atomic<int> done{0};
  for (int i = 0; i < 100;) i += threads.run([&] { ++done; }) ? 1 : 0;
  threads.finish();
  EXPECT_EQ(done, 100);
}

TEST(ConnectionThreads, FinishWaitsAndThenRefuses) {
  ConnectionThreads threads(4);
  auto token = std::make_shared<int>(0);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(threads.run([token] { (void)*token; }));
  threads.finish();
  EXPECT_EQ(token.use_count(), 1);  // what jobs held is gone
  EXPECT_FALSE(threads.run([] {}));
}

}  // namespace
}  // namespace alcove::server
