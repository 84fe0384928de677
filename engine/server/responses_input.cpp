// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_input.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <utility>

#include "server/conversation.h"
#include "server/json_members.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

[[noreturn]] void refuseType(const std::string& type, const std::string& place) {
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is of type '{}', which this version does not read there.", place,
                          type.substr(0, 64)),
              place);
}

// A string, or parts that are text; what the model itself said is among them.
std::string contentText(const ordered_json* content, const std::string& place) {
  if (content != nullptr && content->is_string()) return content->get<std::string>();
  if (content == nullptr || !content->is_array())
    refusePlace(place, "a string or an array of content parts");
  std::string text;
  for (std::size_t i = 0; i < content->size(); ++i) {
    const ordered_json& part = (*content)[i];
    const std::string here = fmt::format("{}[{}]", place, i);
    requireObject(part, here);
    const std::string type = memberText(part, "type", here);
    if (type == "refusal") {
      text += memberText(part, "refusal", here);
    } else if (type == "input_text" || type == "output_text" || type == "text") {
      text += memberText(part, "text", here);
    } else {
      refuseType(type, here);
    }
  }
  return text;
}

void addMessage(Conversation& conversation, const ordered_json& item, const std::string& place) {
  std::string role = memberText(item, "role", place);
  if (role == "developer") role = "system";
  if (role != "user" && role != "assistant" && role != "system")
    refusePlace(place + ".role", "user, assistant, system or developer");
  conversation.say(role, contentText(findMember(item, "content"), place + ".content"));
}

// The thought itself if it is there, else its summary.
void addReasoning(Conversation& conversation, const ordered_json& item, const std::string& place) {
  for (const char* name : {"content", "summary"}) {
    const ordered_json* parts = findMember(item, name);
    if (parts == nullptr) continue;
    const std::string list = fmt::format("{}.{}", place, name);
    requireArray(*parts, list);
    for (std::size_t i = 0; i < parts->size(); ++i) {
      const std::string here = fmt::format("{}[{}]", list, i);
      requireObject((*parts)[i], here);
      conversation.think(memberText((*parts)[i], "text", here));
    }
    if (!parts->empty()) return;
  }
}

void addItem(Conversation& conversation, const ordered_json& item, const std::string& place) {
  requireObject(item, place);
  const std::string type = memberTextOr(item, "type", place, "message");
  if (type == "message") {
    addMessage(conversation, item, place);
  } else if (type == "function_call") {
    conversation.call(memberText(item, "call_id", place), memberText(item, "name", place),
                      memberText(item, "arguments", place));
  } else if (type == "function_call_output") {
    conversation.answerCall(memberText(item, "call_id", place),
                            contentText(findMember(item, "output"), place + ".output"), place);
  } else if (type == "reasoning") {
    addReasoning(conversation, item, place);
  } else {
    refuseType(type, place);
  }
}

ordered_json functionTool(const ordered_json& tool, const std::string& place) {
  requireObject(tool, place);
  if (const std::string type = memberText(tool, "type", place); type != "function")
    refuseType(type, place);
  ordered_json function = {{"name", memberText(tool, "name", place)}};
  if (findMember(tool, "description") != nullptr)
    function["description"] = memberText(tool, "description", place);
  if (const ordered_json* parameters = findMember(tool, "parameters")) {
    requireObject(*parameters, place + ".parameters");
    function["parameters"] = *parameters;
  }
  if (memberFlagOr(tool, "strict", place, false)) function["strict"] = true;
  return {{"type", "function"}, {"function", std::move(function)}};
}

}  // namespace

ordered_json readResponsesMessages(const JsonReader& reader) {
  Conversation conversation;
  if (const auto instructions = reader.string("instructions"))
    conversation.say("system", *instructions);
  const ordered_json* input = reader.find("input");
  if (input != nullptr && input->is_string()) {
    conversation.say("user", input->get<std::string>());
  } else if (input != nullptr && input->is_array() && !input->empty()) {
    for (std::size_t i = 0; i < input->size(); ++i)
      addItem(conversation, (*input)[i], fmt::format("input[{}]", i));
  } else {
    refusePlace("input", "a string or an array with at least one item");
  }
  if (conversation.messages().empty()) refusePlace("input", "something that is said");
  return conversation.messages();
}

ordered_json readResponsesTools(const JsonReader& reader) {
  ordered_json functions = ordered_json::array();
  const ordered_json* tools = reader.find("tools");
  if (tools == nullptr) return functions;
  requireArray(*tools, "tools");
  for (std::size_t i = 0; i < tools->size(); ++i)
    functions.push_back(functionTool((*tools)[i], fmt::format("tools[{}]", i)));
  return functions;
}

}  // namespace alcove::server
