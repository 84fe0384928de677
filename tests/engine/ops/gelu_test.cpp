// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gelu.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

const test::Literal kX{{1, 4}, {0, 1, -1, 3}};

TEST(Gelu, WeighsByTheNormalDistribution) {
  const auto y = test::runOp(kGelu, {kX}, Attributes(GeluAttributes{GeluKind::Exact}));
  EXPECT_THAT(y, test::near({0, 0.8413447f, -0.1586553f, 2.9959503f}));
}

TEST(Gelu, ApproximatesItThroughTanh) {
  const auto y = test::runOp(kGelu, {kX}, Attributes(GeluAttributes{GeluKind::Tanh}));
  EXPECT_THAT(y, test::near({0, 0.8411920f, -0.1588080f, 2.9963627f}));
}

TEST(Gelu, GatesASecondInput) {
  const auto y = test::runOp(kGelu, {kX, {{1, 4}, {9, 10, -10, 0}}}, Attributes(GeluAttributes{}));
  EXPECT_THAT(y, test::near({0, 8.413447f, 1.586553f, 0}));
}

}  // namespace
}  // namespace alcove::ops
