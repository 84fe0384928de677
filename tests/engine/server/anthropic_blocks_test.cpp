// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_blocks.h"

#include "engine/server/heard_stream.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

std::vector<ordered_json> eventsOf(const std::string& problem, std::vector<AnswerPart>& parts) {
  test::HeardStream stream;
  AnthropicBlocks blocks(stream);
  AnswerParts joined(&blocks);
  for (const chat::AnswerPiece& piece : test::thoughtTextAndCall(problem)) joined.add(piece);
  joined.finish();
  parts = joined.parts();
  return stream.events;
}

TEST(AnthropicBlocks, EventsOfEachKind) {
  std::vector<AnswerPart> parts;
  const ordered_json events(eventsOf("", parts));
  EXPECT_EQ(events, ordered_json::parse(R"([
    {"type":"content_block_start","index":0,
     "content_block":{"type":"thinking","thinking":"","signature":""}},
    {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}},
    {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":""}},
    {"type":"content_block_stop","index":0},
    {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}},
    {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"I "}},
    {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"look."}},
    {"type":"content_block_stop","index":1},
    {"type":"content_block_start","index":2,
     "content_block":{"type":"tool_use","id":"call_1","name":"weather","input":{}}},
    {"type":"content_block_delta","index":2,
     "delta":{"type":"input_json_delta","partial_json":"{\"city\":"}},
    {"type":"content_block_delta","index":2,
     "delta":{"type":"input_json_delta","partial_json":"\"Rome\"}"}},
    {"type":"content_block_stop","index":2}])"));
}

TEST(AnthropicBlocks, WholeBlocks) {
  std::vector<AnswerPart> parts;
  (void)eventsOf("", parts);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(anthropicBlock(parts[0]),
            ordered_json::parse(R"({"type":"thinking","thinking":"Hm.","signature":""})"));
  EXPECT_EQ(anthropicBlock(parts[1]), ordered_json::parse(R"({"type":"text","text":"I look."})"));
  EXPECT_EQ(anthropicBlock(parts[2]), ordered_json::parse(R"(
    {"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Rome"}})"));
}

TEST(AnthropicBlocks, WhatThereIsOfACallThatBreaksOffIsNotLost) {
  std::vector<AnswerPart> parts;
  (void)eventsOf("It breaks off.", parts);
  EXPECT_EQ(anthropicBlock(parts.back()), ordered_json::parse(R"(
    {"type":"tool_use","id":"call_1","name":"weather","input":{},
     "alcove":{"partial_input":"{\"city\":\"Ro","problem":"It breaks off."}})"));
}

}  // namespace
}  // namespace alcove::server
