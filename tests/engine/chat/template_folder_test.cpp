// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Every template of a folder (ALCOVE_TEMPLATES=FOLDER) over every conversation of
// tests/cases/chat/conversations.json, against what Python's Jinja2 makes of it. Where Jinja2
// fails, the interpreter has to refuse.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "alcove/error.h"
#include "engine/chat/case_rendering.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace {

using nlohmann::ordered_json;

// Where two texts part, with what is around.
std::string difference(const std::string& ours, const std::string& theirs) {
  std::size_t at = 0;
  while (at < std::min(ours.size(), theirs.size()) && ours[at] == theirs[at]) ++at;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return "at byte " + std::to_string(at) + "\n  ours: " + ours.substr(from, 160) +
         "\n  Jinja2: " + theirs.substr(from, 160);
}

// Empty if the case agrees with the reference.
std::string disagreement(const std::string& source, const ordered_json& reference) {
  try {
    const std::string text = alcove::test::renderCase(source, reference["input"]);
    if (!reference.contains("text")) {
      return "renders, but Jinja2 fails: " + reference["error"].get<std::string>();
    }
    const auto& expected = reference["text"].get_ref<const std::string&>();
    return text == expected ? "" : "differs " + difference(text, expected);
  } catch (const alcove::Error& error) {
    if (!reference.contains("text")) return "";
    return std::string("fails: ") + error.what();
  }
}

TEST(TemplateFolder, RendersAsJinja2Does) {
  const auto folder = alcove::test::pathFromEnvironment("ALCOVE_TEMPLATES");
  if (folder.empty()) GTEST_SKIP() << "ALCOVE_TEMPLATES names no folder of templates.";
  if (alcove::test::runProcess({"/usr/bin/env", "python3", "-c", "import jinja2"}).exitCode != 0) {
    GTEST_SKIP() << "python3 has no jinja2 to compare with.";
  }
  const auto script = alcove::test::pathFromEnvironment("ALCOVE_SOURCE_DIR") /
                      "tests/cases/chat/jinja_reference.py";
  const auto result = alcove::test::runProcess(
      {"/usr/bin/env", "python3", script.string(), folder.string()}, {}, std::chrono::seconds(240));
  ASSERT_EQ(result.exitCode, 0) << result.err;
  std::map<std::string, std::string> sources;
  std::istringstream lines(result.out);
  int compared = 0;
  int failing = 0;
  for (std::string line; std::getline(lines, line); ++compared) {
    const auto reference = ordered_json::parse(line);
    const auto name = reference["template"].get<std::string>();
    if (!sources.contains(name)) sources[name] = alcove::test::readFile(folder / name);
    failing += reference.contains("text") ? 0 : 1;
    const std::string found = disagreement(sources[name], reference);
    EXPECT_EQ(found, "") << name << ", '" << reference["conversation"].get<std::string>() << "'";
  }
  ASSERT_GT(compared, 0) << "There is no template (*.jinja) in " << folder;
  std::printf("%d renderings of %zu templates compared; in %d of them Jinja2 fails.\n", compared,
              sources.size(), failing);
}

}  // namespace
