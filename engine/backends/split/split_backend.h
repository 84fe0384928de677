// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "backends/backend.h"
#include "backends/split/placement.h"

namespace alcove::backends::split {

// Several backends as one: each computes its parts of a model, holds their weights and the cache of
// their layers. Values that another part reads go through memory of the processor. What a backend
// has no kernel for is computed by the processor. `members[0]` is the processor's; the placement's
// numbers are indices of `members`. Where another's memory is short, it throws DeviceFull.
[[nodiscard]] std::unique_ptr<Backend> createSplitBackend(
    std::vector<std::unique_ptr<Backend>> members, Placement placement);

}  // namespace alcove::backends::split
