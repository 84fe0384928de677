// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of tests/cases/plan: the body of POST /alcove/v1/plan for a model of four layers
// ("path" is set where the case has none), the status that comes back, and lines of a JSON pointer
// into the answer with the value that is there, or after "~" with words that are in it.
#include <gtest/gtest.h>

#include <fstream>

#include "engine/server/served_engine.h"
#include "support/layered_model.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

using nlohmann::json;

struct Case {
  std::string title;
  std::string body;
  int status = 0;
  std::vector<std::string> lines;
};

std::vector<Case> readCases(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== "))
      cases.push_back({line.substr(4), "", 0, {}});
    else if (cases.empty())
      continue;
    else if (line.starts_with("==> "))
      cases.back().status = std::stoi(line.substr(4));
    else if (cases.back().status == 0)
      cases.back().body += line + "\n";
    else
      cases.back().lines.push_back(line);
  }
  return cases;
}

void expectLine(const json& answer, const std::string& line) {
  const std::size_t space = line.find(' ');
  const json::json_pointer pointer(line.substr(0, space));
  const std::string wanted = line.substr(space + 1);
  ASSERT_TRUE(answer.contains(pointer)) << line << "\n" << answer.dump(1);
  const json& value = answer[pointer];
  if (wanted.starts_with("~ "))
    EXPECT_NE(value.dump().find(wanted.substr(2)), std::string::npos) << line << "\n" << value;
  else
    EXPECT_EQ(value, json::parse(wanted)) << line;
}

class PlanCases : public testing::TestWithParam<const char*> {};

TEST_P(PlanCases, AreAnswered) {
  const test::TemporaryFolder folder;
  const auto plain = folder.write("layers.gguf", test::layeredModel({}).build());
  test::LayeredModel mixed;
  mixed.experts = 4;
  const auto experts = folder.write("experts.gguf", test::layeredModel(mixed).build());
  const test::ServedEngine engine;
  const std::vector<Case> cases = readCases(std::filesystem::path(ALCOVE_PLAN_CASES) / GetParam());
  EXPECT_GT(cases.size(), 5u);
  for (const Case& one : cases) {
    SCOPED_TRACE(one.title);
    json body = json::parse(one.body, nullptr, false);
    if (body.is_object() && !body.contains("path")) body["path"] = plain.string();
    if (body.is_object() && body["path"] == "experts") body["path"] = experts.string();
    const auto result =
        engine.post("/alcove/v1/plan", body.is_discarded() ? one.body : body.dump());
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, one.status) << result->body;
    const json answer = json::parse(result->body);
    if (one.status != 200) {
      const std::string sentence = answer["error"]["message"];
      EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    }
    for (const std::string& line : one.lines) expectLine(answer, line);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, PlanCases, testing::Values("division.case", "refusals.case"),
                         [](const auto& each) {
                           const std::string name = each.param;
                           return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace alcove::server
