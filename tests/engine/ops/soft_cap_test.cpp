// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/soft_cap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(SoftCap, BendsTowardsTheCap) {
  const auto y = test::runOp(kSoftCap, {{{1, 3}, {0, 4, -1000}}}, Attributes(SoftCapAttributes{8}));
  EXPECT_THAT(y, test::near({0, 8 * std::tanh(0.5f), -8}));
}

}  // namespace
}  // namespace alcove::ops
