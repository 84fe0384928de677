// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/chat_request.h"
#include "server/json_reader.h"

namespace alcove::server {

// What a request in Anthropic's form says to the model: system, messages, tools, tool_choice,
// thinking and output_config, but nothing of how the answer is drawn. Throws what
// anthropic_input.h throws, and Error InvalidArgument.
[[nodiscard]] ChatRequest readAnthropicChat(const JsonReader& reader);

// How the answer is drawn and where it ends: max_tokens, stop_sequences, and the fields that all
// dialects share. Throws Error InvalidArgument or Unsupported.
[[nodiscard]] runtime::GenerationRequest readAnthropicGeneration(const JsonReader& reader);

}  // namespace alcove::server
