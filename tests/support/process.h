// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::test {

struct ProcessResult {
  int exitCode = -1;  // 128 + n where signal n ended it
  bool timedOut = false;
  std::string out;
  std::string err;
};

// Runs a program to its end with `input` on its stdin; kills it when `timeout` has passed.
[[nodiscard]] ProcessResult runProcess(const std::vector<std::string>& command,
                                       std::string_view input = {},
                                       std::chrono::seconds timeout = std::chrono::seconds(60));

// Runs the alcove-engine of this build with these arguments.
[[nodiscard]] ProcessResult runEngine(std::vector<std::string> arguments,
                                      std::string_view input = {},
                                      std::chrono::seconds timeout = std::chrono::seconds(60));

}  // namespace alcove::test
