// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(LayerNorm, CentresAndDividesByTheDeviation) {
  const test::Literal x{{2, 2}, {1, 5, 3, 3}}, weight{{2}, {1, 10}};
  const float scale = 1 / std::sqrt(4.0f + 0.5f);
  const Attributes attributes(LayerNormAttributes{0.5f});
  EXPECT_THAT(test::runOp(kLayerNorm, {x, weight}, attributes),
              test::near({-2 * scale, 20 * scale, 0, 0}));
  EXPECT_THAT(test::runOp(kLayerNorm, {x, weight, {{2}, {7, 8}}}, attributes),
              test::near({7 - 2 * scale, 8 + 20 * scale, 7, 8}));
}

}  // namespace
}  // namespace alcove::ops
