// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/checked.h"

#include <gtest/gtest.h>

#include <limits>

namespace alcove::base {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(Checked, AddsUpToTheLastValue) {
  EXPECT_EQ(checkedAdd(2, 3), 5u);
  EXPECT_EQ(checkedAdd(kMost - 1, 1), kMost);
  EXPECT_EQ(checkedAdd(kMost, 1), std::nullopt);
}

TEST(Checked, MultipliesUpToTheLastValue) {
  EXPECT_EQ(checkedMultiply(6, 7), 42u);
  EXPECT_EQ(checkedMultiply(kMost, 1), kMost);
  EXPECT_EQ(checkedMultiply(kMost, 0), 0u);
  EXPECT_EQ(checkedMultiply(std::uint64_t(1) << 32, std::uint64_t(1) << 32), std::nullopt);
}

}  // namespace
}  // namespace alcove::base
