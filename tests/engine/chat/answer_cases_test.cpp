// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What models of each family write, and what it means: the files in tests/cases/tools. Each answer
// is fed whole, character by character, and cut at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "chat/answer_families.h"
#include "support/answer_units.h"

namespace {

using namespace alcove;

class AnswerCases : public testing::TestWithParam<const char*> {};

TEST_P(AnswerCases, MeanTheSameHoweverTheyAreCut) {
  const auto cases = test::readAnswerCases(std::filesystem::path(ALCOVE_CASES) / GetParam());
  ASSERT_FALSE(cases.empty());
  std::mt19937 random(1);
  for (const test::AnswerCase& item : cases) {
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
