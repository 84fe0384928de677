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
  const std::vector<planner::Device> devices = devicesFor("", budgets);
  ASSERT_EQ(devices.size(), 3u);
  EXPECT_EQ(devices[0].kind, "cpu");
  EXPECT_EQ(devices[0].budgetBytes, 5u);
  EXPECT_EQ(devices[1].kind, "vulkan");
  EXPECT_EQ(devices[1].name, "No Such Card");
  EXPECT_EQ(devices[1].budgetBytes, 7u);
  EXPECT_EQ(devices[2].kind, "cuda");
}

TEST(UsualBudget, LeavesSomeToTheScreen) {
  EXPECT_EQ(usualBudget(8ull << 30), (8ull << 30) - (512ull << 20));
  EXPECT_EQ(usualBudget(24ull << 30), (24ull << 30) / 16 * 15);
  EXPECT_EQ(usualBudget(100), 0u);
}

}  // namespace
}  // namespace alcove::runtime
