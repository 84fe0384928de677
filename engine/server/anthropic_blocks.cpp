// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_blocks.h"

#include <utility>

#include "server/event_stream.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

// A call's input as the object that it must be. One that is not whole is empty, and what there is
// of it stands beside it.
ordered_json callBlock(const AnswerPart& part) {
  ordered_json block = {{"type", "tool_use"},
                        {"id", part.id},
                        {"name", part.name},
                        {"input", ordered_json::object()}};
  ordered_json input = ordered_json::parse(part.text, nullptr, false);
  if (part.problem.empty() && input.is_object()) {
    block["input"] = std::move(input);
  } else if (!part.text.empty()) {
    block["alcove"] = {{"partial_input", part.text}, {"problem", part.problem}};
  }
  return block;
}

ordered_json deltaJson(AnswerPart::Kind kind, std::string_view more) {
  switch (kind) {
    case AnswerPart::Kind::Text:
      return {{"type", "text_delta"}, {"text", more}};
    case AnswerPart::Kind::Reasoning:
      return {{"type", "thinking_delta"}, {"thinking", more}};
    case AnswerPart::Kind::Call:
      return {{"type", "input_json_delta"}, {"partial_json", more}};
  }
  return {};
}

}  // namespace

ordered_json anthropicBlock(const AnswerPart& part) {
  switch (part.kind) {
    case AnswerPart::Kind::Text:
      return {{"type", "text"}, {"text", part.text}};
    case AnswerPart::Kind::Reasoning:
      // Nothing here has to be proven by a signature, but clients expect one.
      return {{"type", "thinking"}, {"thinking", part.text}, {"signature", ""}};
    case AnswerPart::Kind::Call:
      return callBlock(part);
  }
  return {};
}

void sendAnthropicEvent(HttpStream& stream, const char* type, const ordered_json& members) {
  ordered_json event = {{"type", type}};
  event.update(members);
  sendNamedEvent(stream, type, event);
}

void AnthropicBlocks::begin(const AnswerPart& part, std::size_t index) {
  sendAnthropicEvent(m_stream, "content_block_start",
                     {{"index", index}, {"content_block", anthropicBlock(part)}});
}

void AnthropicBlocks::say(const AnswerPart& part, std::size_t index, std::string_view more) {
  sendAnthropicEvent(m_stream, "content_block_delta",
                     {{"index", index}, {"delta", deltaJson(part.kind, more)}});
}

void AnthropicBlocks::end(const AnswerPart& part, std::size_t index) {
  if (part.kind == AnswerPart::Kind::Reasoning)
    sendAnthropicEvent(
        m_stream, "content_block_delta",
        {{"index", index}, {"delta", {{"type", "signature_delta"}, {"signature", ""}}}});
  sendAnthropicEvent(m_stream, "content_block_stop", {{"index", index}});
}

}  // namespace alcove::server
