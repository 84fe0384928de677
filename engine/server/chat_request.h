// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "chat/answer_parser.h"
#include "grammar/grammar.h"
#include "runtime/answer_parsing.h"
#include "runtime/engine.h"
#include "runtime/prompt.h"

namespace alcove::server {

enum class ToolUse {
  Auto,      // the model may call
  None,      // it does not hear of the tools
  Required,  // the answer is a call
};

// What a request wants of a chat model, whichever dialect it was written in: a route reads its own
// fields into this, and everything behind it (answer_run.h) is common.
struct ChatRequest {
  nlohmann::ordered_json messages;  // OpenAI's: role, content, tool_calls, tool_call_id, …
  nlohmann::ordered_json tools;     // array of OpenAI's function objects; null or empty for none
  ToolUse toolUse = ToolUse::Auto;
  std::string toolName;       // Required: the only tool that will do; empty: any of them
  bool parallelCalls = true;  // false: the answer is over behind its first call
  nlohmann::ordered_json variables = nlohmann::ordered_json::object();  // chat_template_kwargs
  // What the answer's content must keep to; null: nothing. The model may think before it, and call
  // instead of it, and where a call is forced, the call comes instead.
  std::shared_ptr<const grammar::Grammar> format;
  // What all that the model writes must keep to, thoughts and calls included, behind a thought that
  // the template has begun; null: nothing. Not beside a format or a forced call.
  std::shared_ptr<const grammar::Grammar> grammar;
  // Everything but prompt, keepTokens, namesControl and constraint, which prepareChat() sets.
  runtime::GenerationRequest generation;

  // Those that the model hears of; null for none.
  [[nodiscard]] const nlohmann::ordered_json* heardTools() const;
};

// One answer, ready to be submitted, and how it is read.
struct PreparedAnswer {
  runtime::GenerationRequest generation;
  std::unique_ptr<runtime::AnswerReader> reader;  // null: all of it is content
  std::vector<chat::AnswerPiece> begun;           // what the prompt has already said of the answer
  bool parallelCalls = true;
  std::size_t prompt = 0;  // which prompt of the request it answers
};

// The messages as the model reads them. Throws what runtime::chatPrompt() throws.
[[nodiscard]] runtime::Prompt renderChat(const ChatRequest& chat, const runtime::Engine& engine);

// `answers` ways to answer the request: each draws with its own seed, and all share the prompt in
// the cache. Throws what renderChat() and checkSeveral() throw; Error InvalidArgument for a choice
// of tool that there is none for, Unsupported where the model's family cannot be made to call, or
// has a schema that cannot be kept to though it says `strict`.
[[nodiscard]] std::vector<PreparedAnswer> prepareChat(const ChatRequest& chat,
                                                      const runtime::Engine& engine,
                                                      std::size_t answers = 1);

// Several answers keep as many copies of a prompt: throws Error LimitExceeded for one that is
// longer than the context. One answer may have such a prompt, and a policy that makes it fit.
void checkSeveral(std::size_t promptTokens, std::size_t answers, const runtime::Engine& engine);

// Request `index` of several that are alike: its own seed and its own state of the constraint.
[[nodiscard]] runtime::GenerationRequest varied(const runtime::GenerationRequest& request,
                                                std::size_t index);

}  // namespace alcove::server
