// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "runtime/engine.h"
#include "server/json_reader.h"

namespace alcove::server {

// An array of {"id", "scale"} (1 where none is given), as llama.cpp's server has it; nothing if
// there is no such member. Throws Error InvalidArgument.
[[nodiscard]] std::optional<std::vector<runtime::AdapterScale>> readAdapterScales(
    const JsonReader& reader, const char* name);

}  // namespace alcove::server
