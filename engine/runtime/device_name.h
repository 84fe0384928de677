// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alcove::runtime {

// A device as people write it: "cuda:1" is one card, "cuda" all of them.
struct DeviceName {
  std::string kind;          // "cuda"; of no kind where empty
  std::optional<int> index;  // as backends::BackendRow::describe() counts
};

// Splits "cuda:1" into its parts; without a number behind a colon all is the kind.
[[nodiscard]] DeviceName splitDeviceName(std::string_view text);

// "cuda:1"
[[nodiscard]] std::string deviceName(std::string_view kind, int index);

}  // namespace alcove::runtime
