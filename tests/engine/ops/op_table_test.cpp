// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "ops/op.h"

namespace alcove::ops {
namespace {

TEST(OpTable, IsSortedByNameAndComplete) {
  const auto table = opTable();
  EXPECT_TRUE(std::ranges::is_sorted(
      table, [](const Op* a, const Op* b) { return std::string_view(a->name) < b->name; }));
  for (const Op* op : table) {
    EXPECT_TRUE(op->inferOutput && op->reference) << op->name;
    EXPECT_LE(op->minInputs, op->maxInputs) << op->name;
  }
}

}  // namespace
}  // namespace alcove::ops
