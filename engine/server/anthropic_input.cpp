// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_input.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <utility>

#include "server/conversation.h"
#include "server/json_members.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

[[noreturn]] void refuseBlock(const std::string& type, const std::string& place) {
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is of type '{}', which this version does not read there.", place,
                          type.substr(0, 64)),
              place);
}

std::string placeOf(const std::string& array, std::size_t index) {
  return fmt::format("{}[{}]", array, index);
}

// The texts of blocks that can be nothing else, joined by empty lines.
std::string blocksText(const ordered_json& blocks, const std::string& place) {
  if (!blocks.is_array()) refusePlace(place, "a string or an array of content blocks");
  std::string text;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string here = placeOf(place, i);
    requireObject(blocks[i], here);
    const std::string type = memberText(blocks[i], "type", here);
    if (type != "text") refuseBlock(type, here);
    if (i > 0) text += "\n\n";
    text += memberText(blocks[i], "text", here);
  }
  return text;
}

std::string contentText(const ordered_json& content, const std::string& place) {
  return content.is_string() ? content.get<std::string>() : blocksText(content, place);
}

// A document that is text as it stands.
std::string documentText(const ordered_json& block, const std::string& place) {
  const std::string sourcePlace = place + ".source";
  const ordered_json* source = findMember(block, "source");
  if (source == nullptr || !source->is_object()) refusePlace(sourcePlace, "an object");
  const std::string type = memberText(*source, "type", sourcePlace);
  std::string text;
  if (type == "text") {
    text = memberText(*source, "data", sourcePlace);
  } else if (const ordered_json* content = findMember(*source, "content");
             type == "content" && content != nullptr) {
    text = contentText(*content, sourcePlace + ".content");
  } else {
    refuseBlock(type, sourcePlace);
  }
  const std::string title = memberTextOr(block, "title", place, "");
  return title.empty() ? text : title + "\n\n" + text;
}

void addToolResult(Conversation& conversation, const ordered_json& block,
                   const std::string& place) {
  const ordered_json* content = findMember(block, "content");
  std::string text = content == nullptr ? "" : contentText(*content, place + ".content");
  // OpenAI's messages have no place for it, and the model should know.
  if (memberFlagOr(block, "is_error", place, false)) text = "Error: " + text;
  conversation.answerCall(memberText(block, "tool_use_id", place), text, place);
}

void addUserBlock(Conversation& conversation, const ordered_json& block, const std::string& type,
                  const std::string& place) {
  if (type == "text") {
    conversation.say("user", memberText(block, "text", place));
  } else if (type == "tool_result") {
    addToolResult(conversation, block, place);
  } else if (type == "document") {
    conversation.say("user", documentText(block, place));
  } else {
    refuseBlock(type, place);
  }
}

void addAssistantBlock(Conversation& conversation, const ordered_json& block,
                       const std::string& type, const std::string& place) {
  if (type == "text") {
    conversation.say("assistant", memberText(block, "text", place));
  } else if (type == "thinking") {
    conversation.think(memberText(block, "thinking", place));
  } else if (type == "tool_use") {
    const ordered_json* input = findMember(block, "input");
    if (input == nullptr || !input->is_object()) refusePlace(place + ".input", "an object");
    conversation.call(memberText(block, "id", place), memberText(block, "name", place), *input);
  } else if (type != "redacted_thinking") {  // that one only its maker can read
    refuseBlock(type, place);
  }
}

void addMessage(Conversation& conversation, const ordered_json& message, const std::string& place) {
  requireObject(message, place);
  const std::string role = memberText(message, "role", place);
  if (role != "user" && role != "assistant" && role != "system")
    refusePlace(place + ".role", "user, assistant or system");
  const ordered_json* content = findMember(message, "content");
  const std::string contentPlace = place + ".content";
  if (content == nullptr) refusePlace(contentPlace, "a string or an array of content blocks");
  if (content->is_string() || role == "system") {
    conversation.say(role, contentText(*content, contentPlace));
    return;
  }
  if (!content->is_array()) refusePlace(contentPlace, "a string or an array of content blocks");
  const auto add = role == "user" ? addUserBlock : addAssistantBlock;
  for (std::size_t i = 0; i < content->size(); ++i) {
    const std::string here = placeOf(contentPlace, i);
    requireObject((*content)[i], here);
    add(conversation, (*content)[i], memberText((*content)[i], "type", here), here);
  }
}

ordered_json functionTool(const ordered_json& tool, const std::string& place) {
  requireObject(tool, place);
  const std::string type = memberTextOr(tool, "type", place, "custom");
  if (type != "custom") refuseBlock(type, place);
  ordered_json function = {{"name", memberText(tool, "name", place)}};
  if (findMember(tool, "description") != nullptr)
    function["description"] = memberText(tool, "description", place);
  const ordered_json* schema = findMember(tool, "input_schema");
  if (schema == nullptr || !schema->is_object()) refusePlace(place + ".input_schema", "an object");
  function["parameters"] = *schema;
  if (memberFlagOr(tool, "strict", place, false)) function["strict"] = true;
  return {{"type", "function"}, {"function", std::move(function)}};
}

}  // namespace

ordered_json readAnthropicMessages(const JsonReader& reader) {
  const ordered_json* messages = reader.find("messages");
  if (messages == nullptr || !messages->is_array() || messages->empty())
    refusePlace("messages", "an array with at least one message");
  Conversation conversation;
  if (const ordered_json* system = reader.find("system"))
    conversation.say("system", contentText(*system, "system"));
  for (std::size_t i = 0; i < messages->size(); ++i)
    addMessage(conversation, (*messages)[i], placeOf("messages", i));
  if (conversation.messages().empty()) refusePlace("messages", "messages that say something");
  if (conversation.messages().back()["role"] == "assistant")
    throw Error(ErrorCode::Unsupported,
                "The last message is the assistant's, and this version cannot go on with one; end "
                "with what the user says.",
                "messages");
  return conversation.messages();
}

ordered_json readAnthropicTools(const JsonReader& reader) {
  ordered_json functions = ordered_json::array();
  const ordered_json* tools = reader.find("tools");
  if (tools == nullptr) return functions;
  requireArray(*tools, "tools");
  for (std::size_t i = 0; i < tools->size(); ++i)
    functions.push_back(functionTool((*tools)[i], placeOf("tools", i)));
  return functions;
}

}  // namespace alcove::server
