// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace alcove::base {

// Where Alcove keeps what it can make again: $XDG_CACHE_HOME/alcove, else ~/.cache/alcove (XDG Base
// Directory Specification). It need not exist.
[[nodiscard]] std::filesystem::path cacheFolder();

}  // namespace alcove::base
