// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/chat_fields.h"

#include <alcove/error.h>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

// OpenAI's newer models are told by a developer what others are told by the system.
ordered_json readMessages(const JsonReader& reader) {
  const ordered_json* messages = reader.find("messages");
  if (messages == nullptr)
    throw Error(ErrorCode::InvalidArgument,
                "'messages' is missing; it must be an array of messages.", "messages");
  ordered_json read = *messages;
  if (!read.is_array()) return read;
  for (ordered_json& message : read)
    if (message.is_object() && message.value("role", ordered_json()) == "developer")
      message["role"] = "system";
  return read;
}

// {"type": "function", "function": {"name": …}}: the name; empty if it is none.
std::string namedFunction(const ordered_json& choice) {
  if (!choice.is_object() || choice.value("type", ordered_json("function")) != "function")
    return {};
  const auto function = choice.find("function");
  if (function == choice.end() || !function->is_object()) return {};
  const ordered_json name = function->value("name", ordered_json());
  return name.is_string() ? name.get<std::string>() : std::string();
}

void readToolChoice(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* choice = reader.find("tool_choice");
  if (choice == nullptr || *choice == "auto") return;
  if (*choice == "none") {
    chat.toolUse = ToolUse::None;
    return;
  }
  chat.toolUse = ToolUse::Required;
  if (*choice == "required") return;
  chat.toolName = namedFunction(*choice);
  if (chat.toolName.empty())
    throw Error(ErrorCode::InvalidArgument,
                "'tool_choice' must be auto, none, required, or "
                "{\"type\": \"function\", \"function\": {\"name\": …}}.",
                "tool_choice");
}

// The older form of tools and tool_choice.
void refuseFunctions(const JsonReader& reader) {
  const ordered_json* functions = reader.find("functions");
  const ordered_json* call = reader.find("function_call");
  const bool calls = call != nullptr && *call != "auto" && *call != "none";
  if (calls || (functions != nullptr && !functions->empty()))
    throw Error(ErrorCode::Unsupported,
                "'functions' and 'function_call' are not read; send 'tools' and 'tool_choice', "
                "which have taken their place.",
                calls ? "function_call" : "functions");
}

}  // namespace

ChatRequest readChatFields(const JsonReader& reader) {
  ChatRequest chat;
  chat.messages = readMessages(reader);
  refuseFunctions(reader);
  if (const ordered_json* tools = reader.find("tools")) chat.tools = *tools;
  readToolChoice(reader, chat);
  chat.parallelCalls = reader.boolean("parallel_tool_calls").value_or(true);
  if (const ordered_json* variables = reader.find("chat_template_kwargs")) {
    if (!variables->is_object())
      throw Error(ErrorCode::InvalidArgument, "'chat_template_kwargs' must be an object.",
                  "chat_template_kwargs");
    chat.variables = *variables;
  }
  if (const auto effort = reader.string("reasoning_effort"))
    if (!chat.variables.contains("reasoning_effort")) chat.variables["reasoning_effort"] = *effort;
  return chat;
}

}  // namespace alcove::server
