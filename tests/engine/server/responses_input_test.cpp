// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_input.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

ordered_json messages(const std::string& members) {
  return readResponsesMessages(JsonReader("{" + members + "}"));
}

std::string refusal(const std::string& members) {
  try {
    const JsonReader reader("{" + members + "}");
    (void)readResponsesMessages(reader);
    (void)readResponsesTools(reader);
  } catch (const Error& error) {
    EXPECT_TRUE(error.sentence().ends_with('.')) << error.sentence();
    return error.sentence();
  }
  return "not refused";
}

TEST(ResponsesInput, TextAndInstructions) {
  EXPECT_EQ(messages(R"("instructions":"Be brief.","input":"Hi")"),
            ordered_json::parse(R"([{"role":"system","content":"Be brief."},
                                    {"role":"user","content":"Hi"}])"));
}

TEST(ResponsesInput, Messages) {
  EXPECT_EQ(messages(R"("input":[
      {"role":"developer","content":"Be brief."},
      {"type":"message","role":"user","content":[{"type":"input_text","text":"A"},
                                                 {"type":"input_text","text":"B"}]},
      {"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[
          {"type":"output_text","text":"C","annotations":[]},{"type":"refusal","refusal":"D"}]},
      {"role":"user","content":"E"}])"),
            ordered_json::parse(R"([{"role":"system","content":"Be brief."},
                                    {"role":"user","content":"AB"},
                                    {"role":"assistant","content":"CD"},
                                    {"role":"user","content":"E"}])"));
}

TEST(ResponsesInput, AnAnswerWithAThoughtAndACallIsOneTurn) {
  EXPECT_EQ(messages(R"("input":[
      {"role":"user","content":"Weather?"},
      {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Short"}],
       "content":[{"type":"reasoning_text","text":"I look."}]},
      {"type":"message","role":"assistant","content":"Let me see."},
      {"type":"function_call","id":"fc_1","call_id":"c1","name":"weather","arguments":"{\"a\":1}"},
      {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"Sun"}]},
      {"type":"reasoning","summary":[{"type":"summary_text","text":"Again"}],"content":[]},
      {"type":"function_call","call_id":"c2","name":"weather","arguments":"{}"},
      {"type":"function_call_output","call_id":"c2","output":"Rain"}])"),
            ordered_json::parse(R"([
      {"role":"user","content":"Weather?"},
      {"role":"assistant","content":"Let me see.","reasoning_content":"I look.","tool_calls":[
        {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"a\":1}"}}]},
      {"role":"tool","tool_call_id":"c1","name":"weather","content":"Sun"},
      {"role":"assistant","content":"","reasoning_content":"Again","tool_calls":[
        {"id":"c2","type":"function","function":{"name":"weather","arguments":"{}"}}]},
      {"role":"tool","tool_call_id":"c2","name":"weather","content":"Rain"}])"));
}

TEST(ResponsesInput, Tools) {
  const JsonReader reader(R"({"tools":[
      {"type":"function","name":"f","description":"d","parameters":{"type":"object"},
       "strict":true},
      {"type":"function","name":"g","parameters":null}]})");
  EXPECT_EQ(readResponsesTools(reader), ordered_json::parse(R"([
      {"type":"function","function":
        {"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},
      {"type":"function","function":{"name":"g"}}])"));
}

TEST(ResponsesInput, WhatIsWrongIsNamed) {
  EXPECT_THAT(refusal(""), HasSubstr("'input'"));
  EXPECT_THAT(refusal(R"("input":7)"), HasSubstr("'input'"));
  EXPECT_THAT(refusal(R"("input":[])"), HasSubstr("'input'"));
  EXPECT_THAT(refusal(R"("input":["x"])"), HasSubstr("'input[0]'"));
  EXPECT_THAT(refusal(R"("input":[{"role":"tool","content":"x"}])"), HasSubstr("'input[0].role'"));
  EXPECT_THAT(refusal(R"("input":[{"role":"user"}])"), HasSubstr("'input[0].content'"));
  EXPECT_THAT(refusal(R"("input":[{"role":"user","content":[{"type":"input_image"}]}])"),
              HasSubstr("'input_image'"));
  EXPECT_THAT(refusal(R"("input":[{"type":"item_reference","id":"x"}])"),
              HasSubstr("'item_reference'"));
  EXPECT_THAT(refusal(R"("input":[{"type":"function_call","call_id":"x","name":"f"}])"),
              HasSubstr("'input[0].arguments'"));
  EXPECT_THAT(refusal(R"("input":[{"type":"function_call_output","call_id":"x","output":""}])"),
              HasSubstr("the call 'x'"));
  EXPECT_THAT(refusal(R"("input":[{"type":"reasoning","summary":"x"}])"),
              HasSubstr("'input[0].summary'"));
  EXPECT_THAT(refusal(R"("instructions":[],"input":"x")"), HasSubstr("'instructions'"));
  EXPECT_THAT(refusal(R"("input":"x","tools":[{"type":"web_search"}])"), HasSubstr("'web_search'"));
  EXPECT_THAT(refusal(R"("input":"x","tools":[{"type":"function"}])"),
              HasSubstr("'tools[0].name'"));
  EXPECT_THAT(refusal(R"("input":"x","tools":[{"type":"function","name":"f","parameters":[]}])"),
              HasSubstr("'tools[0].parameters'"));
  EXPECT_EQ(refusal(R"("input":"x","tools":[])"), "not refused");
}

}  // namespace
}  // namespace alcove::server
