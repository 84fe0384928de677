// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/select_rows.h"

#include <gtest/gtest.h>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

TEST(SelectRows, KeepsTheRowsOfTheOutputs) {
  const std::array<std::uint32_t, 2> outputs = {0, 2};
  BatchView batch;
  batch.outputs = outputs;
  const auto y = test::runOp(kSelectRows, {{{3, 2}, {1, 2, 3, 4, 5, 6}}}, {}, batch);
  EXPECT_THAT(y, test::near({1, 2, 5, 6}));
}

}  // namespace
}  // namespace alcove::ops
