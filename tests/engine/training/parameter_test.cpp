// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/parameter.h"

#include <gtest/gtest.h>

namespace alcove::training {
namespace {

TEST(ParameterOrder, GoesThereAndBack) {
  Parameter parameter{"p", {3, 2}, {2, 0, 1}, {}};
  const std::vector<float> stored = {20, 21, 0, 1, 10, 11};  // rows 2, 0 and 1 of the checkpoint
  const std::vector<float> checkpoint = {0, 1, 10, 11, 20, 21};
  EXPECT_EQ(toCheckpointOrder(parameter, stored), checkpoint);
  EXPECT_EQ(fromCheckpointOrder(parameter, checkpoint), stored);
}

}  // namespace
}  // namespace alcove::training
