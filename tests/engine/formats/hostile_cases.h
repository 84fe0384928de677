// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "support/gguf_builder.h"

namespace alcove::formats {

// One damaged or hostile file and what must be said about it.
struct HostileCase {
  // Class letter, number and words: "E24_ProductsOverflow". Unique, a valid test name.
  std::string name;
  // The bytes of the file. Where `sparseBytes` is above their number, the file goes on to that size
  // with zeros that take no disk space.
  std::function<std::string()> bytes;
  std::uint64_t sparseBytes = 0;
  // All of these are part of the sentence.
  std::vector<std::string> words;
  // Whether opening fails; if not, only inspecting finds the problem.
  bool opens = false;
};

inline void PrintTo(const HostileCase& hostile, std::ostream* out) { *out << hostile.name; }

// The little model with one thing changed.
[[nodiscard]] std::function<std::string()> changed(std::function<void(test::GgufBuilder&)> change);

// One list per class of bugs, each in its own file.
[[nodiscard]] std::vector<HostileCase> headerCases();      // A
[[nodiscard]] std::vector<HostileCase> stringCases();      // B
[[nodiscard]] std::vector<HostileCase> metadataCases();    // C and D
[[nodiscard]] std::vector<HostileCase> tensorCases();      // E
[[nodiscard]] std::vector<HostileCase> splitCases();       // F
[[nodiscard]] std::vector<HostileCase> meaningCases();     // G
[[nodiscard]] std::vector<HostileCase> vocabularyCases();  // H

[[nodiscard]] std::vector<HostileCase> allHostileCases();

}  // namespace alcove::formats
