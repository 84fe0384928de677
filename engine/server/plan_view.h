// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "runtime/placement_plan.h"

namespace alcove::server {

// As docs/api.md describes it.
[[nodiscard]] nlohmann::ordered_json planJson(const runtime::PlacementPlan& plan,
                                              const std::vector<std::string>& advice);

}  // namespace alcove::server
