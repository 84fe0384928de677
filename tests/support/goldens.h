// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::test {

// The folder of reference data from other implementations; it may be missing.
inline std::filesystem::path goldens() {
  const char* shared = std::getenv("ALCOVE_SHARED_DIR");
  return std::filesystem::path(shared ? shared : "../shared") / "goldens";
}

// The cases whose names begin with `prefix`, sorted; one named "missing" where there is no data, so
// that a test over them is seen to skip.
inline std::vector<std::string> goldenCases(std::string_view prefix) {
  if (!std::filesystem::is_directory(goldens())) return {"missing"};
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(goldens())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace alcove::test
