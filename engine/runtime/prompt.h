// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "runtime/engine.h"

namespace alcove::runtime {

// A prompt as tokens, and how many of its first ones carry what a conversation must not lose: the
// beginning-of-sequence token and the system message.
struct Prompt {
  std::vector<TokenId> tokens;
  std::uint32_t keepTokens = 0;
};

// Plain text, with the model's beginning-of-sequence token where it wants one; control tokens
// spelled in it stay text.
[[nodiscard]] Prompt textPrompt(const Engine& engine, std::string_view text);

// `messages` rendered by the model's chat template, ready for the answer. Throws Error Unsupported
// if the model has none, InvalidArgument for messages that are not an array of {"role", "content"},
// and whatever the template throws.
[[nodiscard]] Prompt chatPrompt(const Engine& engine, const nlohmann::ordered_json& messages);

}  // namespace alcove::runtime
