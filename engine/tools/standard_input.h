// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace alcove::tools {

// All of standard input, byte for byte. Throws Error Io.
[[nodiscard]] std::string readStandardInput();

// The same as JSON. Throws Error InvalidArgument, saying where it stops being JSON.
[[nodiscard]] nlohmann::ordered_json readStandardInputJson();

}  // namespace alcove::tools
