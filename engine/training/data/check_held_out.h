// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "training/data/data_set.h"

namespace alcove::training {

// What files that are held out have in common with those that are trained on: then they measure
// memory. At most one finding for each record that is held out.
[[nodiscard]] Findings checkHeldOut(const DataSet& data, const DataSet& heldOut);

// "on line 3", with the file where it is another than `seenFrom`'s.
[[nodiscard]] std::string placeOf(const DataSet& data, const Record& record,
                                  const Record& seenFrom);

}  // namespace alcove::training
