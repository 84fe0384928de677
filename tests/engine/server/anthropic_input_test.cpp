// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_input.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

ordered_json messages(const std::string& members) {
  return readAnthropicMessages(JsonReader("{" + members + "}"));
}

ordered_json userBlocks(const std::string& blocks) {
  return messages(R"("messages":[{"role":"user","content":[)" + blocks + "]}]");
}

std::string refusal(const std::string& members) {
  try {
    const JsonReader reader("{" + members + "}");
    (void)readAnthropicMessages(reader);
    (void)readAnthropicTools(reader);
  } catch (const Error& error) {
    EXPECT_TRUE(error.sentence().ends_with('.')) << error.sentence();
    return error.sentence();
  }
  return "not refused";
}

std::string refusedBlock(const std::string& block) {
  return refusal(R"("messages":[{"role":"user","content":[)" + block + "]}]");
}

TEST(AnthropicInput, SystemAndPlainText) {
  EXPECT_EQ(messages(R"("system":"Be brief.","messages":[{"role":"user","content":"Hi"}])"),
            ordered_json::parse(R"([{"role":"system","content":"Be brief."},
                                    {"role":"user","content":"Hi"}])"));
  EXPECT_EQ(messages(R"("system":[{"type":"text","text":"A"},
                                  {"type":"text","text":"B","cache_control":{"type":"ephemeral"}}],
                        "messages":[{"role":"user","content":"Hi"}])")[0]["content"],
            "A\n\nB");
}

TEST(AnthropicInput, TurnsOfOneRoleBecomeOne) {
  EXPECT_EQ(messages(R"("messages":[{"role":"user","content":"A"},
                                    {"role":"user","content":[{"type":"text","text":"B"}]}])"),
            ordered_json::parse(R"([{"role":"user","content":"A\n\nB"}])"));
}

TEST(AnthropicInput, ToolUseAndItsResult) {
  const ordered_json read = messages(R"("messages":[
      {"role":"user","content":"Weather?"},
      {"role":"assistant","content":[
          {"type":"thinking","thinking":"I look.","signature":"x"},
          {"type":"redacted_thinking","data":"abc"},
          {"type":"text","text":"Let me see."},
          {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome"}},
          {"type":"tool_use","id":"t2","name":"clock","input":{}}]},
      {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"Sunny"}]},
          {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":"No clock"},
          {"type":"text","text":"So?"}]}])");
  EXPECT_EQ(read, ordered_json::parse(R"([
      {"role":"user","content":"Weather?"},
      {"role":"assistant","content":"Let me see.","reasoning_content":"I look.","tool_calls":[
        {"id":"t1","type":"function","function":{"name":"weather","arguments":{"city":"Rome"}}},
        {"id":"t2","type":"function","function":{"name":"clock","arguments":{}}}]},
      {"role":"tool","tool_call_id":"t1","name":"weather","content":"Sunny"},
      {"role":"tool","tool_call_id":"t2","name":"clock","content":"Error: No clock"},
      {"role":"user","content":"So?"}])"));
}

TEST(AnthropicInput, DocumentsOfText) {
  EXPECT_EQ(userBlocks(R"({"type":"document","title":"Log","source":
                            {"type":"text","media_type":"text/plain","data":"Day 1"}},
                          {"type":"document","source":
                            {"type":"content","content":[{"type":"text","text":"Day 2"}]}})")
                [0]["content"],
            "Log\n\nDay 1\n\nDay 2");
}

TEST(AnthropicInput, Tools) {
  const JsonReader reader(R"({"tools":[{"name":"f","description":"d","strict":true,
      "input_schema":{"type":"object"}},{"type":"custom","name":"g","input_schema":{}}]})");
  EXPECT_EQ(readAnthropicTools(reader), ordered_json::parse(R"([
      {"type":"function","function":
        {"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},
      {"type":"function","function":{"name":"g","parameters":{}}}])"));
  EXPECT_EQ(readAnthropicTools(JsonReader("{}")), ordered_json::array());
}

TEST(AnthropicInput, WhatIsWrongIsNamed) {
  EXPECT_THAT(refusal(""), HasSubstr("'messages'"));
  EXPECT_THAT(refusal(R"("messages":{})"), HasSubstr("'messages'"));
  EXPECT_THAT(refusal(R"("messages":[])"), HasSubstr("'messages'"));
  EXPECT_THAT(refusal(R"("messages":[7])"), HasSubstr("'messages[0]'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"tool","content":"x"}])"),
              HasSubstr("'messages[0].role'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"user"}])"), HasSubstr("'messages[0].content'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"user","content":[]}])"), HasSubstr("'messages'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"user","content":[["x"]]}])"),
              HasSubstr("'messages[0].content[0]'"));
  EXPECT_THAT(refusedBlock(R"({"text":"x"})"), HasSubstr("'messages[0].content[0].type'"));
  EXPECT_THAT(refusedBlock(R"({"type":"text","text":7})"), HasSubstr("content[0].text'"));
  EXPECT_THAT(refusedBlock(R"({"type":"image","source":{}})"), HasSubstr("'image'"));
  EXPECT_THAT(refusedBlock(R"({"type":"tool_use","id":"a","name":"f","input":{}})"),
              HasSubstr("'tool_use'"));
  EXPECT_THAT(refusedBlock(R"({"type":"tool_result","tool_use_id":"a","content":"x"})"),
              HasSubstr("the call 'a'"));
  EXPECT_THAT(refusedBlock(R"({"type":"document","source":{"type":"base64","data":""}})"),
              HasSubstr("'base64'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"assistant","content":[
                          {"type":"tool_use","id":"a","name":"f","input":"{}"}]}])"),
              HasSubstr("content[0].input'"));
  EXPECT_THAT(refusal(R"("system":7,"messages":[{"role":"user","content":"x"}])"),
              HasSubstr("'system'"));
  EXPECT_THAT(refusal(R"("messages":[{"role":"user","content":"x"},
                                     {"role":"assistant","content":"("}])"),
              HasSubstr("last message"));
}

TEST(AnthropicInput, WrongToolsAreNamed) {
  const std::string hi = R"("messages":[{"role":"user","content":"x"}],"tools":)";
  EXPECT_THAT(refusal(hi + "7"), HasSubstr("'tools'"));
  EXPECT_THAT(refusal(hi + "[7]"), HasSubstr("'tools[0]'"));
  EXPECT_THAT(refusal(hi + "[{}]"), HasSubstr("'tools[0].name'"));
  EXPECT_THAT(refusal(hi + R"([{"name":"f"}])"), HasSubstr("'tools[0].input_schema'"));
  EXPECT_THAT(refusal(hi + R"([{"type":"bash_20250124","name":"bash"}])"),
              HasSubstr("'bash_20250124'"));
  EXPECT_EQ(refusal(hi + R"([{"name":"f","input_schema":{}}])"), "not refused");
}

}  // namespace
}  // namespace alcove::server
