// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace alcove::base {

// "1.4 GB", "230 MB".
[[nodiscard]] std::string readableBytes(std::uint64_t bytes);

}  // namespace alcove::base
