// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace alcove::tokenizer {

// Texts of `bytes` bytes (a character more at most) on which splitters and merge loops have been
// seen to take quadratic time, by name.
[[nodiscard]] inline std::vector<std::pair<std::string, std::string>> awkwardTexts(
    std::size_t bytes) {
  const std::pair<const char*, const char*> units[] = {
      {"spaces", " "},
      {"line ends", "\n"},
      {"spaces and line ends", " \n"},
      {"one small letter", "a"},
      {"one capital", "A"},
      {"digits", "1234567890"},
      {"emoji", "🙂"},
      {"joined emoji", "👩‍💻"},
      {"no word breaks", "supercalifragilistic"},
      {"ideographs", "你好世界"},
      {"combining marks", "\u0301"},
      {"apostrophes", "'"},
      {"signs", "-"},
      {"words of one letter", " a"},
      {"wide spaces", "\u3000"},
      {"not UTF-8", "\xFF"},
      {"angle brackets", "<|"},
  };
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, unit] : units) {
    std::string text;
    while (text.size() < bytes) text += unit;
    texts.emplace_back(name, text);
    texts.emplace_back(std::string(name) + ", then a letter", text + "b");
  }
  return texts;
}

}  // namespace alcove::tokenizer
