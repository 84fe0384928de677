// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/scale.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(Scale, MultipliesEveryElement) {
  const auto y = test::runOp(kScale, {{{2, 2}, {0, 4, -3, 1}}}, Attributes(ScaleAttributes{-0.5f}));
  EXPECT_THAT(y, test::near({0, -2, 1.5f, -0.5f}));
}

}  // namespace
}  // namespace alcove::ops
