// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/cache_folder.h"

#include <cstdlib>

namespace alcove::base {

std::filesystem::path cacheFolder() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  const char* const home = std::getenv("HOME");
  const std::filesystem::path folder = cache && *cache == '/' ? std::filesystem::path(cache)
                                       : home && *home == '/'
                                           ? std::filesystem::path(home) / ".cache"
                                           : std::filesystem::temp_directory_path();
  return folder / "alcove";
}

}  // namespace alcove::base
