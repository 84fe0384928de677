// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Templates against what Python's Jinja2 renders: the files in tests/cases/chat, which
// tests/cases/chat/regenerate.py writes and describes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "alcove/error.h"
#include "engine/chat/case_rendering.h"
#include "support/temporary_folder.h"

namespace {

using alcove::Error;
using alcove::test::renderCase;
using nlohmann::ordered_json;

struct Case {
  std::string title;
  std::string source;
  ordered_json input;
  bool fails = false;
  std::string text;
};

// What lies between `from` and the next `marker`, which `from` then passes.
std::string upTo(const std::string& text, std::size_t& from, const std::string& marker) {
  const std::size_t at = std::min(text.find(marker, from), text.size());
  std::string part = text.substr(from, at - from);
  from = std::min(at + marker.size(), text.size());
  return part;
}

std::vector<Case> readCases(const std::filesystem::path& path) {
  std::string file = alcove::test::readFile(path);
  if (file.ends_with('\n')) file.pop_back();
  std::vector<Case> cases;
  std::size_t at = 0;
  (void)upTo(file, at, "\n=== ");
  while (at < file.size()) {
    const std::string part = upTo(file, at, "\n=== ");
    std::size_t inside = 0;
    Case item;
    item.title = upTo(part, inside, "\n");
    item.source = upTo(part, inside, "\n==> input\n");
    item.input = ordered_json::parse(upTo(part, inside, "\n==> "));
    item.fails = upTo(part, inside, "\n") == "error";
    item.text = part.substr(inside);
    cases.push_back(std::move(item));
  }
  return cases;
}

class TemplateCases : public testing::TestWithParam<const char*> {};

TEST_P(TemplateCases, RenderAsPythonDoes) {
  const auto folder = alcove::test::pathFromEnvironment("ALCOVE_SOURCE_DIR") / "tests/cases/chat";
  const std::vector<Case> cases = readCases(folder / (std::string(GetParam()) + ".case"));
  ASSERT_GE(cases.size(), 5u);
  for (const Case& item : cases) {
    SCOPED_TRACE(item.title);
    if (item.fails) {
      EXPECT_THROW((void)renderCase(item.source, item.input), Error);
      continue;
    }
    try {
      EXPECT_EQ(renderCase(item.source, item.input), item.text);
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, TemplateCases,
                         testing::Values("constructs", "expressions", "filters", "methods",
                                         "statements", "templates", "whitespace"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
