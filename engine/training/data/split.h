// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "training/data/record.h"

namespace alcove::training {

// Indices of records, rising.
struct Split {
  std::vector<std::size_t> training;
  std::vector<std::size_t> heldOut;
};

// Holds back about `share` of the records to see how well the others are learnt: of 10 records and
// more at least one, of fewer none. Which ones depends on what they say alone, not on their order.
// Records that say the same, or nearly, are on the same side; if there is nothing but such, none is
// held out. 0 ≤ share < 1, otherwise throws Error InvalidArgument.
[[nodiscard]] Split splitRecords(std::span<const Record> records, double share = 0.1);

struct Duplicates;

// The same of the records with these indices, all others left out of both sides; for who knows the
// duplicates of all records already.
[[nodiscard]] Split splitRecords(std::span<const Record> records,
                                 std::span<const std::size_t> candidates,
                                 const Duplicates& duplicates, double share);

}  // namespace alcove::training
