// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "runtime/engine.h"

namespace alcove::runtime {

// A prompt as tokens, and how many of its first ones carry what a conversation should not lose.
struct Prompt {
  std::vector<TokenId> tokens;
  std::uint32_t systemTokens = 0;         // beginning-of-sequence token and system message
  std::uint32_t firstExchangeTokens = 0;  // these, the first question and its answer; 0: no such
};

// GenerationRequest::keepTokens for a prompt that was made for this policy. The first exchange
// stays with Slide, unless it would take more than half of the context.
[[nodiscard]] std::uint32_t keptTokens(const Prompt& prompt, ContextPolicy policy,
                                       std::uint32_t contextTokens);

// Plain text, with the model's beginning-of-sequence token where it wants one; control tokens
// spelled in it stay text.
[[nodiscard]] Prompt textPrompt(const Engine& engine, std::string_view text);

// What goes to the chat template beside the messages; null for none.
struct ChatInput {
  const nlohmann::ordered_json* tools = nullptr;      // array of OpenAI's function objects
  const nlohmann::ordered_json* variables = nullptr;  // object: enable_thinking, …
  // The prompt says what of it is to be kept with this one; each head costs another rendering.
  ContextPolicy policy = ContextPolicy::Stop;
};

// `messages` rendered by the model's chat template, ready for the answer. Arguments of tool calls
// that are JSON as text reach the template as objects, which is what templates expect. Throws Error
// Unsupported if the model has no template or its template has no place for tools that are given,
// InvalidArgument for messages that are not an array of {"role", "content"} or tools that are not
// an array of objects, and whatever the template throws.
[[nodiscard]] Prompt chatPrompt(const Engine& engine, const nlohmann::ordered_json& messages,
                                const ChatInput& input = {});

}  // namespace alcove::runtime
