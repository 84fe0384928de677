// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chat/answer_families.h"
#include "support/answer_units.h"

namespace alcove::chat {
namespace {

TEST(AddAToolParser, ItsRowIsChosenAndReadsItsCalls) {
  AnswerSetup setup;
  setup.templateSource = "… (call {{ name }}: …";
  setup.tools = &test::testTools();
  ASSERT_EQ(answerFamilyFor(setup).name, "Dummy");
  const auto units = test::answerUnits(R"(Well (sure). (call add: {"a": 1}) (call no: {"b": 2}))");
  for (const bool cut : {false, true}) {
    const auto message =
        test::readAnswer(*answerParserFor(setup), units, std::vector<bool>(units.size(), cut));
    EXPECT_EQ(message.content, R"(Well (sure).(call no: {"b": 2}))");
    ASSERT_EQ(message.toolCalls.size(), 1u);
    EXPECT_EQ(message.toolCalls[0].name, "add");
    EXPECT_EQ(message.toolCalls[0].arguments, R"({"a": 1})");
    EXPECT_EQ(message.problems.size(), 1u);
  }
}

TEST(AddAToolParser, OtherFamiliesAreWhatTheyWere) {
  AnswerSetup setup;
  setup.templateSource = "<tool_call>";
  EXPECT_EQ(answerFamilyFor(setup).name, "Hermes");
}

}  // namespace
}  // namespace alcove::chat
