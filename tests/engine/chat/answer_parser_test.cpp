// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What holds for the parsers of all families.
#include "chat/answer_parser.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "chat/answer_families.h"
#include "support/answer_units.h"

namespace {

using namespace alcove;
using chat::AnswerPiece;

// A model of the family: its template has the family's words in it, and thinks.
struct Model {
  explicit Model(const chat::AnswerFamily& family)
      : architecture(family.architectures.empty() ? "" : family.architectures.front()) {
    for (const std::string_view word : family.words) source += std::string(word) + " ";
    source += "<think>";
  }
  [[nodiscard]] chat::AnswerSetup setup(bool tools = true) const {
    chat::AnswerSetup setup;
    setup.templateSource = source;
    setup.architecture = architecture;
    setup.tools = tools ? &test::testTools() : nullptr;
    setup.idSeed = 7;
    return setup;
  }
  std::string architecture;
  std::string source;
};

class AnswerFamilies : public testing::TestWithParam<std::size_t> {
 protected:
  const chat::AnswerFamily& family() const { return chat::answerFamilies()[GetParam()]; }
};

std::string randomAnswer(std::mt19937& random) {
  static const std::vector<std::string> kFragments = {
      "Hello, wörld. ",
      "\n",
      "<",
      "<think>",
      "</think>",
      "<tool_call>",
      "</tool_call>",
      "{\"name\": \"add\", \"arguments\": {\"a\": 1, \"b\": [2, {\"c\": \"}\\\"\"}]}}",
      "{\"name\": \"",
      "get_weather",
      "\", \"arguments\": ",
      "{\"city\": \"Oslo\"}",
      "}",
      "]",
      "[",
      "<function=add>",
      "<parameter=a>\n",
      "\n</parameter>",
      "</function>",
      "[TOOL_CALLS]",
      "[ARGS]",
      "[CALL_ID]",
      "add(a=1, b=-2.5)",
      "get_weather(city='Bergen', days=2)",
      "(",
      ")",
      "<｜tool▁calls▁begin｜>",
      "<｜tool▁call▁begin｜>",
      "function",
      "<｜tool▁sep｜>",
      "add\n",
      "```json\n",
      "```",
      "<｜tool▁call▁end｜>",
      "<｜tool▁calls▁end｜>",
      ">>>",
      "all\n",
      "add",
      "<|channel|>analysis",
      "<|channel|>final",
      " to=functions.add",
      "<|message|>",
      "<|end|>",
      "<|start|>assistant",
      "<|call|>",
      "<|python_tag|>",
      "import os",
      ".call(",
      "<arg_key>a",
      "</arg_key>",
      "<arg_value>5",
      "</arg_value>",
      "Action: ",
      "<|START_ACTION|>",
      "<TOOLCALL>",
      "<|tool_call|>",
      ",",
      ";",
      "0",
      "\"",
      "\\",
      "null",
      "🙂"};
  std::string answer;
  for (int left = int(random() % 24); left >= 0; --left)
    answer += kFragments[random() % kFragments.size()];
  return answer;
}

TEST_P(AnswerFamilies, MeanTheSameHoweverAnAnswerIsCut) {
  std::mt19937 random(20 + unsigned(GetParam()));
  const Model model(family());
  for (int round = 0; round < 400; ++round) {
    const std::string answer = randomAnswer(random);
    SCOPED_TRACE(answer);
    const auto units = test::answerUnits(answer);
    std::vector<bool> cuts(units.size(), false);
    const auto read = [&] {
      return test::messageText(
          test::readAnswer(*chat::answerParserFor(model.setup()), units, cuts));
    };
    const std::string whole = read();
    cuts.assign(units.size(), true);
    ASSERT_EQ(read(), whole);
    for (std::size_t i = 0; i < cuts.size(); ++i) cuts[i] = random() % 3 == 0;
    ASSERT_EQ(read(), whole);
  }
}

TEST_P(AnswerFamilies, HandOnPlainTextAsItComes) {
  const std::string text =
      "  The sum of 1 < 2 and [a, b] is\n\n  \"3\" & {so on}; see `f(x)`. Straße, 日本語 "
      "🙂\n";
  const Model model(family());
  for (const bool tools : {true, false}) {
    const auto parser = chat::answerParserFor(model.setup(tools));
    std::string fed;
    std::string shown;
    // Harmony's messages have headers: without one, an answer is known to have none at its end.
    const bool headers = family().name == "Harmony";
    if (headers) {
      for (const char* part : {"<|channel|>final<|message|>"})
        for (const AnswerPiece& piece : parser->feed(part)) shown += piece.text;
    }
    for (const test::AnswerUnit& unit : test::answerUnits(text)) {
      for (const AnswerPiece& piece : parser->feed(unit.text)) {
        EXPECT_EQ(piece.kind, AnswerPiece::Kind::Content);
        shown += piece.text;
      }
      fed += unit.text;
      EXPECT_LE(fed.size() - shown.size(), 4u) << fed;
    }
    for (const AnswerPiece& piece : parser->finish()) shown += piece.text;
    EXPECT_EQ(shown, text);
  }
}

TEST_P(AnswerFamilies, ReadACallThatTheyAreForcedTo) {
  const chat::ForcedCall& forced = family().forced;
  if (forced.opening.empty()) GTEST_SKIP() << "cannot be forced";
  const Model model(family());
  const std::string arguments = R"({"city": "Trondheim", "days": 3})";
  const std::string answer = std::string(forced.opening) + "get_weather" +
                             std::string(forced.beforeArguments) + arguments +
                             std::string(forced.afterArguments);
  const auto units = test::answerUnits(answer);
  const auto message = test::readAnswer(*chat::answerParserFor(model.setup()), units,
                                        std::vector<bool>(units.size(), true));
  ASSERT_EQ(message.toolCalls.size(), 1u) << test::messageText(message);
  EXPECT_EQ(message.toolCalls[0].name, "get_weather");
  EXPECT_EQ(message.toolCalls[0].arguments, arguments);
  EXPECT_EQ(message.toolCalls[0].problem, "");
  EXPECT_EQ(message.content, "");
}

TEST_P(AnswerFamilies, HandOnArgumentsAsTheyCome) {
  const chat::ForcedCall& forced = family().forced;
  if (forced.opening.empty()) GTEST_SKIP() << "cannot be forced";
  const Model model(family());
  const auto parser = chat::answerParserFor(model.setup());
  chat::AnswerMessage message;
  message.add(parser->feed(std::string(forced.opening) + "get_weather" +
                           std::string(forced.beforeArguments)));
  std::string fed;
  for (const char c : std::string_view(R"({"city": "Trondheim)")) {
    message.add(parser->feed(std::string_view(&c, 1)));
    fed += c;
    ASSERT_EQ(message.toolCalls.size(), 1u);
    EXPECT_EQ(message.toolCalls[0].arguments, fed);
  }
}

INSTANTIATE_TEST_SUITE_P(All, AnswerFamilies,
                         testing::Range(std::size_t(0), chat::answerFamilies().size()),
                         [](const auto& each) {
                           std::string name = std::to_string(each.param) + "_";
                           for (const char c : chat::answerFamilies()[each.param].name)
                             name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
                           return name;
                         });

chat::AnswerSetup mistral(const tokenizer::Tokenizer* vocabulary) {
  chat::AnswerSetup setup;
  setup.templateSource = "[TOOL_CALLS]";
  setup.tokenizer = vocabulary;
  setup.tools = &test::testTools();
  return setup;
}

TEST(AnswerParser, GivesCallsIdsThatTheFamilysTemplateTakes) {
  const auto ids = [](const chat::AnswerSetup& setup, std::string_view answer) {
    const auto parser = chat::answerParserFor(setup);
    chat::AnswerMessage message;
    message.add(parser->feed(answer));
    message.add(parser->finish());
    std::vector<std::string> found;
    for (const auto& call : message.toolCalls) found.push_back(call.id);
    return found;
  };
  const auto shortIds = ids(mistral(nullptr), R"([TOOL_CALLS][{"name": "now", "arguments": {}},
                                                 {"name": "now", "arguments": {}}])");
  ASSERT_EQ(shortIds.size(), 2u);
  EXPECT_NE(shortIds[0], shortIds[1]);
  for (const std::string& id : shortIds) {
    EXPECT_EQ(id.size(), 9u);
    for (const char c : id) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << id;
  }
  chat::AnswerSetup hermes = mistral(nullptr);
  hermes.templateSource = "<tool_call>";
  const auto longIds = ids(hermes, R"(<tool_call>{"name": "now"}</tool_call>)");
  ASSERT_EQ(longIds.size(), 1u);
  EXPECT_TRUE(longIds[0].starts_with("call_")) << longIds[0];
  EXPECT_EQ(longIds[0].size(), 29u);
}

TEST(AnswerParser, TakesNoTextForAControlToken) {
  const test::ControlVocabulary vocabulary({"[TOOL_CALLS]"});
  const std::string call = R"([{"name": "now", "arguments": {}}])";
  const auto faked = chat::answerParserFor(mistral(&vocabulary));
  chat::AnswerMessage message;
  message.add(faked->feed("[TOOL_CALLS]" + call));
  message.add(faked->finish());
  EXPECT_EQ(message.content, "[TOOL_CALLS]" + call);
  EXPECT_TRUE(message.toolCalls.empty());

  // The bytes that mark control tokens inside the parser do not do it either.
  const auto marked = chat::answerParserFor(mistral(&vocabulary));
  chat::AnswerMessage hostile;
  hostile.add(marked->feed("\xFF[TOOL_CALLS]\xFE" + call));
  hostile.add(marked->finish());
  EXPECT_TRUE(hostile.toolCalls.empty());

  const auto meant = chat::answerParserFor(mistral(&vocabulary));
  chat::AnswerMessage real;
  real.add(meant->feedControl("[TOOL_CALLS]"));
  real.add(meant->feed(call));
  real.add(meant->finish());
  ASSERT_EQ(real.toolCalls.size(), 1u);
  EXPECT_EQ(real.content, "");
}

TEST(AnswerParser, IsBoundedInCallsDepthAndSize) {
  chat::AnswerSetup setup = mistral(nullptr);
  setup.templateSource = "<tool_call>";
  const auto read = [&](const std::string& answer) {
    const auto units = test::answerUnits(answer);
    return test::readAnswer(*chat::answerParserFor(setup), units, {});
  };
  std::string many;
  for (int i = 0; i < 200; ++i) many += "<tool_call>{\"name\": \"now\"}</tool_call>";
  const auto calls = read(many);
  EXPECT_EQ(calls.toolCalls.size(), 128u);
  EXPECT_EQ(calls.problems.size(), 72u);

  const std::string deep =
      "<tool_call>{\"name\": \"now\", \"arguments\": {\"a\": " + std::string(200, '[') +
      std::string(200, ']') + "}}</tool_call>";
  const auto nested = read(deep);
  ASSERT_EQ(nested.toolCalls.size(), 1u);
  EXPECT_NE(nested.toolCalls[0].problem, "");

  const std::string big = "<tool_call>{\"name\": \"now\", \"arguments\": {\"a\": \"" +
                          std::string(std::size_t(3) << 20, 'x') + "\"}}</tool_call>";
  const auto large = read(big);
  ASSERT_EQ(large.toolCalls.size(), 1u);
  EXPECT_NE(large.toolCalls[0].problem, "");
  EXPECT_LE(large.toolCalls[0].arguments.size(), std::size_t(1) << 20);
  EXPECT_GE(large.content.size(), std::size_t(2) << 20) << "what did not fit must not be lost";
}

}  // namespace
