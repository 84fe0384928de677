// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/add.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(Add, AddsElementByElement) {
  const auto y = test::runOp(kAdd, {{{2, 2}, {1, 2, 3, 4}}, {{2, 2}, {10, -2, 0, 0.5f}}}, {});
  EXPECT_THAT(y, test::near({11, 0, 3, 4.5f}));
}

}  // namespace
}  // namespace alcove::ops
