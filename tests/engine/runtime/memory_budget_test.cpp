// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/memory_budget.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include "planner/planner.h"

namespace alcove::runtime {
namespace {

TEST(ParseBudget, ReadsNamesAndSizes) {
  EXPECT_EQ(parseBudget("RTX 4090=24GB").device, "RTX 4090");
  EXPECT_EQ(parseBudget("RTX 4090=24GB").bytes, 24'000'000'000u);
  EXPECT_EQ(parseBudget("host=1.5 GiB").bytes, 3ull << 29);
  EXPECT_EQ(parseBudget("a=b=7").device, "a=b");
  EXPECT_EQ(parseBudget("card=0").bytes, 0u);
}

TEST(ParseBudget, RefusesAnythingElse) {
  for (const char* text : {"", "24GB", "=24GB", "card=", "card=GB", "card=-1", "card=nan",
                           "card=inf", "card=1e40GB", "card=3 parsecs", "card=1GB more"})
    EXPECT_THROW((void)parseBudget(text), Error) << text;
}

TEST(DevicesFor, TakesDevicesThatThisMachineDoesNotHave) {
  const std::vector<MemoryBudget> budgets = {
      {"host", 5}, {"vulkan:No Such Card", 7}, {"cuda:Another", 9}};
  const std::vector<planner::Device> devices = devicesFor({}, budgets);
  ASSERT_EQ(devices.size(), 3u);
  EXPECT_EQ(devices[0].kind, "cpu");
  EXPECT_EQ(devices[0].budgetBytes, 5u);
  EXPECT_EQ(devices[1].kind, "vulkan");
  EXPECT_EQ(devices[1].name, "No Such Card");
  EXPECT_EQ(devices[1].budgetBytes, 7u);
  EXPECT_EQ(devices[2].kind, "cuda");
}

TEST(DevicesFor, NumbersDevicesThatThisMachineDoesNotHave) {
  const std::vector<MemoryBudget> budgets = {{"cuda:41", 7}, {"vulkan:42", 9}};
  const std::vector<planner::Device> devices = devicesFor({}, budgets);
  ASSERT_EQ(devices.size(), 3u);
  EXPECT_EQ(devices[1].name, "cuda:41");
  EXPECT_EQ(devices[1].kind, "cuda");
  EXPECT_EQ(devices[1].index, -1) << "it is not here";
  EXPECT_EQ(devices[2].kind, "vulkan");
  const std::vector<planner::Device> one = devicesFor({"vulkan", std::nullopt}, budgets);
  ASSERT_EQ(one.size(), 2u) << "a budget of another kind is of no interest";
  EXPECT_EQ(one[1].name, "vulkan:42");
}

TEST(DeviceName, IsAKindAndPerhapsANumber) {
  EXPECT_EQ(splitDeviceName("cuda:1").kind, "cuda");
  EXPECT_EQ(splitDeviceName("cuda:1").index, 1);
  EXPECT_EQ(splitDeviceName("vulkan:0").index, 0);
  EXPECT_EQ(deviceName("vulkan", 12), "vulkan:12");
  for (const char* text : {"cuda", "", ":", "cuda:", "cuda:-1", "cuda:1x", "cuda:x1", "vulkan:4090",
                           "cuda: 1", "cuda:+1"}) {
    EXPECT_EQ(splitDeviceName(text).kind, text);
    EXPECT_FALSE(splitDeviceName(text).index) << text;
  }
}

TEST(UsualBudget, LeavesSomeToTheScreen) {
  EXPECT_EQ(usualBudget(8ull << 30), (8ull << 30) - (512ull << 20));
  EXPECT_EQ(usualBudget(24ull << 30), (24ull << 30) / 16 * 15);
  EXPECT_EQ(usualBudget(100), 0u);
}

}  // namespace
}  // namespace alcove::runtime
