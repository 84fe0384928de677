// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/chat_fields.h"

#include <alcove/error.h>

namespace alcove::server {

ChatFields::ChatFields(const JsonReader& reader) {
  const nlohmann::ordered_json* choice = reader.find("tool_choice");
  const bool none = choice != nullptr && *choice == "none";
  if (choice != nullptr && !none && *choice != "auto")
    throw Error(ErrorCode::Unsupported,
                "'tool_choice' must be auto or none; this version cannot force a call.");
  if (!none) m_tools = reader.find("tools");
  if (const nlohmann::ordered_json* variables = reader.find("chat_template_kwargs")) {
    if (!variables->is_object())
      throw Error(ErrorCode::InvalidArgument, "'chat_template_kwargs' must be an object.");
    m_variables = *variables;
  }
  if (const auto effort = reader.string("reasoning_effort"))
    if (!m_variables.contains("reasoning_effort")) m_variables["reasoning_effort"] = *effort;
}

runtime::Prompt readChatPrompt(const JsonReader& reader, const runtime::Engine& engine) {
  const nlohmann::ordered_json* messages = reader.find("messages");
  if (messages == nullptr)
    throw Error(ErrorCode::InvalidArgument,
                "'messages' is missing; it must be an array of messages.");
  const ChatFields fields(reader);
  return runtime::chatPrompt(engine, *messages, fields.input());
}

}  // namespace alcove::server
