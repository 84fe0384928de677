// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/standard_input.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

namespace alcove::tools {

std::string readStandardInput() {
  std::string text;
  char buffer[65536];
  for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;) {
    text.append(buffer, count);
  }
  if (std::ferror(stdin)) throw Error(ErrorCode::Io, "Standard input could not be read.");
  return text;
}

nlohmann::ordered_json readStandardInputJson() {
  try {
    return nlohmann::ordered_json::parse(readStandardInput());
  } catch (const nlohmann::json::parse_error& error) {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Standard input is not JSON from byte {} on.", error.byte));
  }
}

}  // namespace alcove::tools
