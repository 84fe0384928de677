// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "runtime/engine.h"

namespace alcove::server {

// {"devices": […], "chosen", "reason"} as in docs/api.md. `loaded` is the model that runs now;
// null: none does.
[[nodiscard]] nlohmann::ordered_json devicesJson(const runtime::ModelInfo* loaded);

}  // namespace alcove::server
