// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "training/data/finding.h"
#include "training/data/make_example.h"

namespace alcove::test {

// One case of tests/cases/data: a title, what is set as JSON, and named parts, each behind a line
// "==> name". A part whose setup says "escaped" is a JSON string without its quotation marks.
struct DataCase {
  std::string title;
  nlohmann::json setup;
  std::map<std::string, std::string> parts;
};
[[nodiscard]] std::vector<DataCase> readDataCases(const std::string& name);

// A little model with this chat template; without one it has ChatML's.
[[nodiscard]] training::ChatTools littleTools(const std::string& chatTemplate = {});

// One line for each: "warning malformed_row 3: The row …".
[[nodiscard]] std::string findingLines(const training::Findings& findings);

// The example's text with ⟦what is scored⟧ marked.
[[nodiscard]] std::string markedText(const training::Example& example,
                                     const training::ChatTools& tools);

}  // namespace alcove::test
