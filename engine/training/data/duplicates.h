// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "training/data/record.h"

namespace alcove::training {

// Records that say what another one says, or nearly.
struct Duplicates {
  struct Pair {
    std::size_t record = 0;
    std::size_t earlier = 0;  // < record
    bool isExact = false;
    double likeness = 1;  // of their texts, 0 … 1
  };
  std::vector<Pair> pairs;         // at most one for each record; rising
  std::vector<std::size_t> group;  // of each record: equal for all that pairs connect
  bool isComplete = true;          // false: there was too much text to look at all for near ones
};

[[nodiscard]] Duplicates findDuplicates(std::span<const Record> records);

// What of a record is compared: all that is asked and answered, without system prompts, which
// whole files have in common; or a text.
[[nodiscard]] std::string comparedText(const Record& record);

}  // namespace alcove::training
