// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tokenizer/tokenizer.h"

namespace alcove::chat {

struct RenderOptions {
  bool addGenerationPrompt = true;  // end with the opening of the assistant's turn
  std::string bosToken;             // the spelling that `bos_token` has in the template
  std::string eosToken;
  const nlohmann::ordered_json* tools = nullptr;      // array, or null for none
  const nlohmann::ordered_json* variables = nullptr;  // object of further variables
                                                      // ("enable_thinking")
  std::int64_t nowUnixSeconds = 0;                    // what strftime_now sees; 0: the clock
};

// Messages and tools are ordered_json because templates print tools as JSON, and models were
// trained on the order in which the caller wrote the keys.

// A model's chat template, compiled once from its Jinja source. Immutable; safe from any thread.
// The interpreter has no host objects and stops at limits on steps, nesting and output.
class ChatTemplate {
 public:
  // Throws Error Corrupt (syntax, with line) or LimitExceeded.
  [[nodiscard]] static std::shared_ptr<const ChatTemplate> compile(std::string_view source);
  ~ChatTemplate();

  // What it was compiled from.
  [[nodiscard]] const std::string& source() const;

  // True if the template looks at the variable `name` anywhere.
  [[nodiscard]] bool reads(std::string_view name) const;

  // `messages` is an OpenAI-style array of {"role", "content", …}. Throws Error InvalidArgument
  // (raise_exception, with the template's own words) or LimitExceeded.
  [[nodiscard]] std::string render(const nlohmann::ordered_json& messages,
                                   const RenderOptions& options) const;

  // Only what the template itself says, one line for each piece between two pieces of data.
  [[nodiscard]] std::string ownText(const nlohmann::ordered_json& messages,
                                    const RenderOptions& options) const;

  // Renders and encodes: control tokens that the template writes become tokens; the same spelling
  // inside a message, a tool or a variable stays text, however the template cut and joined it.
  // No beginning-of-sequence token is added: the template writes it where the model wants one.
  [[nodiscard]] std::vector<tokenizer::TokenId> encode(const nlohmann::ordered_json& messages,
                                                       const RenderOptions& options,
                                                       const tokenizer::Tokenizer& tokenizer) const;

 private:
  ChatTemplate();
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::chat
