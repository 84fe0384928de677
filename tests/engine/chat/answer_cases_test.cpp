// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What models of each family write, and what it means: the files in tests/cases/tools. A case is a
// title, what is known of model and request as JSON (words of the template, control tokens, the
// prompt's tail, "tools": false for none), the answer and the message. Control tokens are written
// ⟦so⟧. Each answer is fed whole, character by character, and cut at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "chat/answer_families.h"
#include "support/answer_units.h"
#include "support/temporary_folder.h"

namespace {

using namespace alcove;
using nlohmann::ordered_json;

struct Case {
  std::string title;
  ordered_json setup;
  std::string answer;
  std::string message;
};

std::string upTo(const std::string& text, std::size_t& from, const std::string& marker) {
  const std::size_t at = std::min(text.find(marker, from), text.size());
  std::string part = text.substr(from, at - from);
  from = std::min(at + marker.size(), text.size());
  return part;
}

std::vector<Case> readCases(const std::filesystem::path& path) {
  std::string file = test::readFile(path);
  if (file.ends_with('\n')) file.pop_back();
  std::vector<Case> cases;
  std::size_t at = 0;
  (void)upTo(file, at, "\n=== ");
  while (at < file.size()) {
    const std::string part = upTo(file, at, "\n=== ");
    std::size_t inside = 0;
    Case item;
    item.title = upTo(part, inside, "\n");
    item.setup = ordered_json::parse(upTo(part, inside, "\n==> answer\n"));
    item.answer = upTo(part, inside, "\n==> message\n");
    item.message = part.substr(inside);
    cases.push_back(std::move(item));
  }
  return cases;
}

class AnswerCases : public testing::TestWithParam<const char*> {};

TEST_P(AnswerCases, MeanTheSameHoweverTheyAreCut) {
  const auto cases = readCases(std::filesystem::path(ALCOVE_CASES) / GetParam());
  ASSERT_FALSE(cases.empty());
  std::mt19937 random(1);
  for (const Case& item : cases) {
    SCOPED_TRACE(item.title);
    const std::string source = item.setup.value("template", "");
    const std::string tail = item.setup.value("tail", "");
    const test::ControlVocabulary vocabulary(
        item.setup.value("control", std::vector<std::string>()));
    chat::AnswerSetup setup;
    setup.templateSource = source;
    setup.promptTail = tail;
    setup.tokenizer = &vocabulary;
    if (item.setup.value("tools", true)) setup.tools = &test::testTools();
    EXPECT_EQ(chat::answerFamilyFor(setup).name, item.setup.value("family", ""));

    const auto units = test::answerUnits(item.answer);
    std::vector<bool> cuts(units.size(), false);
    const auto read = [&] {
      const auto parser = chat::answerParserFor(setup);
      return test::messageText(test::readAnswer(*parser, units, cuts));
    };
    EXPECT_EQ(read(), item.message) << "whole";
    cuts.assign(units.size(), true);
    EXPECT_EQ(read(), item.message) << "by character";
    for (int round = 0; round < 20; ++round) {
      for (std::size_t i = 0; i < cuts.size(); ++i) cuts[i] = random() % 4 == 0;
      EXPECT_EQ(read(), item.message) << "cut at random, round " << round;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, AnswerCases,
                         testing::Values("tagged.case", "json.case", "marked.case", "pythonic.case",
                                         "harmony.case", "reasoning.case"),
                         [](const auto& each) {
                           const std::string name = each.param;
                           return name.substr(0, name.find('.'));
                         });

}  // namespace
