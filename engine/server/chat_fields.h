// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/chat_request.h"
#include "server/json_reader.h"

namespace alcove::server {

// What a request in OpenAI's form says to the chat template and of its tools: messages, tools,
// tool_choice, parallel_tool_calls, chat_template_kwargs and reasoning_effort. Throws Error
// InvalidArgument or Unsupported.
[[nodiscard]] ChatRequest readChatFields(const JsonReader& reader);

}  // namespace alcove::server
