// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace alcove::server {

// `prefix` and letters that no other id of this process has: "msg_64f0c2a1b3d4e_1". Safe to call
// from any thread.
[[nodiscard]] std::string freshId(std::string_view prefix);

}  // namespace alcove::server
