// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/prompt.h"
#include "server/json_reader.h"

namespace alcove::server {

// What a request says to the chat template beside its messages: tools, chat_template_kwargs and
// reasoning_effort. Must not outlive the reader.
class ChatFields {
 public:
  // Throws Error InvalidArgument, or Unsupported for a tool_choice that would have to force the
  // model.
  explicit ChatFields(const JsonReader& reader);

  [[nodiscard]] runtime::ChatInput input() const { return {m_tools, &m_variables}; }

 private:
  const nlohmann::ordered_json* m_tools = nullptr;
  nlohmann::ordered_json m_variables = nlohmann::ordered_json::object();
};

// The messages of a request as a prompt. Throws what ChatFields and runtime::chatPrompt throw.
[[nodiscard]] runtime::Prompt readChatPrompt(const JsonReader& reader,
                                             const runtime::Engine& engine);

}  // namespace alcove::server
