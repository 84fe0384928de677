// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_items.h"

#include "engine/server/heard_stream.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

std::vector<ordered_json> eventsOf(const std::vector<chat::AnswerPiece>& pieces, bool cut) {
  const ResponsesItems items("7");
  test::HeardStream stream;
  ResponsesEvents events(stream, items);
  AnswerParts parts(&events);
  for (const chat::AnswerPiece& piece : pieces) parts.add(piece);
  if (cut) events.cut();
  parts.finish();
  for (std::size_t i = 0; i < stream.events.size(); ++i)
    EXPECT_EQ(stream.events[i]["sequence_number"], i);
  return stream.events;
}

std::vector<std::string> typesOf(const std::vector<ordered_json>& events, std::size_t item) {
  std::vector<std::string> types;
  for (const ordered_json& event : events)
    if (event["output_index"] == item) types.push_back(event["type"]);
  return types;
}

std::string joined(const std::vector<ordered_json>& events, const char* type) {
  std::string text;
  for (const ordered_json& event : events)
    if (event["type"] == type) text += event["delta"];
  return text;
}

using Types = std::vector<std::string>;

TEST(ResponsesItems, EventsOfEachKind) {
  const auto events = eventsOf(test::thoughtTextAndCall(""), false);
  EXPECT_EQ(typesOf(events, 0),
            (Types{"response.output_item.added", "response.content_part.added",
                   "response.reasoning_text.delta", "response.reasoning_text.done",
                   "response.content_part.done", "response.output_item.done"}));
  EXPECT_EQ(typesOf(events, 1), (Types{"response.output_item.added", "response.content_part.added",
                                       "response.output_text.delta", "response.output_text.delta",
                                       "response.output_text.done", "response.content_part.done",
                                       "response.output_item.done"}));
  EXPECT_EQ(typesOf(events, 2),
            (Types{"response.output_item.added", "response.function_call_arguments.delta",
                   "response.function_call_arguments.delta",
                   "response.function_call_arguments.done", "response.output_item.done"}));
  EXPECT_EQ(joined(events, "response.reasoning_text.delta"), "Hm.");
  EXPECT_EQ(joined(events, "response.output_text.delta"), "I look.");
  EXPECT_EQ(joined(events, "response.function_call_arguments.delta"), R"({"city":"Rome"})");
  EXPECT_EQ(events.back()["item"], ordered_json::parse(R"(
    {"id":"fc_7_2","type":"function_call","status":"completed","call_id":"call_1",
     "name":"weather","arguments":"{\"city\":\"Rome\"}"})"));
}

TEST(ResponsesItems, ItemsBeginEmpty) {
  const auto events = eventsOf(test::thoughtTextAndCall(""), false);
  std::vector<ordered_json> begun;
  for (const ordered_json& event : events)
    if (event["type"] == "response.output_item.added") begun.push_back(event["item"]);
  EXPECT_EQ(ordered_json(begun), ordered_json::parse(R"([
    {"id":"rs_7_0","type":"reasoning","status":"in_progress","summary":[],"content":[]},
    {"id":"msg_7_1","type":"message","status":"in_progress","role":"assistant","content":[]},
    {"id":"fc_7_2","type":"function_call","status":"in_progress","call_id":"call_1",
     "name":"weather","arguments":""}])"));
}

TEST(ResponsesItems, WhatIsCutOffIsIncomplete) {
  const auto broken = eventsOf(test::thoughtTextAndCall("It breaks off."), true);
  EXPECT_EQ(broken.back()["item"]["status"], "incomplete");
  EXPECT_EQ(broken.back()["item"]["arguments"], R"({"city":"Ro)");

  chat::AnswerPiece text;
  text.text = "Once";
  const auto cut = eventsOf({text}, true);
  EXPECT_EQ(cut.back()["item"], ordered_json::parse(R"(
    {"id":"msg_7_0","type":"message","status":"incomplete","role":"assistant","content":[
      {"type":"output_text","text":"Once","annotations":[],"logprobs":[]}]})"));
}

}  // namespace
}  // namespace alcove::server
