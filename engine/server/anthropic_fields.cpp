// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_fields.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include "server/answer_grammar.h"
#include "server/anthropic_input.h"
#include "server/generation_fields.h"
#include "server/json_members.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostStops = 64;

const ordered_json* findObject(const JsonReader& reader, const char* name) {
  const ordered_json* value = reader.find(name);
  if (value != nullptr) requireObject(*value, name);
  return value;
}

void readToolChoice(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* choice = findObject(reader, "tool_choice");
  if (choice == nullptr) return;
  const std::string type = memberText(*choice, "type", "tool_choice");
  if (type == "any" || type == "tool") {
    chat.toolUse = ToolUse::Required;
  } else if (type == "none") {
    chat.toolUse = ToolUse::None;
  } else if (type != "auto") {
    refusePlace("tool_choice.type", "auto, any, tool or none");
  }
  if (type == "tool") chat.toolName = memberText(*choice, "name", "tool_choice");
  chat.parallelCalls = !memberFlagOr(*choice, "disable_parallel_tool_use", "tool_choice", false);
}

// Without the field the template's own habit holds: models differ in it.
void readThinking(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* thinking = findObject(reader, "thinking");
  if (thinking == nullptr) return;
  const std::string type = memberText(*thinking, "type", "thinking");
  if (type != "enabled" && type != "adaptive" && type != "disabled")
    refusePlace("thinking.type", "enabled, adaptive or disabled");
  chat.variables["enable_thinking"] = type != "disabled";
}

void readOutput(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* output = findObject(reader, "output_config");
  if (output == nullptr) return;
  if (findMember(*output, "effort") != nullptr)
    chat.variables["reasoning_effort"] = memberText(*output, "effort", "output_config");
  const ordered_json* format = findMember(*output, "format");
  if (format == nullptr) return;
  const std::string place = "output_config.format";
  requireObject(*format, place);
  const ordered_json* schema = findMember(*format, "schema");
  if (memberText(*format, "type", place) != "json_schema" || schema == nullptr)
    refusePlace(place, "{\"type\": \"json_schema\", \"schema\": …}");
  chat.format = grammar::Grammar::fromJsonSchema(*schema);
}

// What only Anthropic's own servers can do; without it the answer would be to another question.
void refuseServersOwn(const JsonReader& reader) {
  for (const char* name : {"mcp_servers", "container", "context_management"}) {
    const ordered_json* value = reader.find(name);
    if (value != nullptr && !(value->is_structured() && value->empty()))
      throw Error(
          ErrorCode::Unsupported,
          fmt::format("'{}' is not something that this version can do; leave it out.", name), name);
  }
}

}  // namespace

ChatRequest readAnthropicChat(const JsonReader& reader) {
  refuseServersOwn(reader);
  ChatRequest chat;
  chat.messages = readAnthropicMessages(reader);
  chat.tools = readAnthropicTools(reader);
  if (const ordered_json* variables = findObject(reader, "chat_template_kwargs"))
    chat.variables = *variables;
  readToolChoice(reader, chat);
  chat.grammar = readGbnf(reader);
  readThinking(reader, chat);
  readOutput(reader, chat);
  requireOneGrammar(chat.format, chat.grammar, "output_config.format");
  return chat;
}

runtime::GenerationRequest readAnthropicGeneration(const JsonReader& reader) {
  runtime::GenerationRequest generation = readGenerationFields(reader);
  if (reader.find("max_tokens") == nullptr)
    throw Error(ErrorCode::InvalidArgument,
                "'max_tokens' is missing; it must be the number of tokens that the answer may "
                "have.",
                "max_tokens");
  generation.stop = reader.strings("stop_sequences", kMostStops);
  return generation;
}

}  // namespace alcove::server
