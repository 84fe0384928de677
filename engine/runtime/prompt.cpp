// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/prompt.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "chat/chat_template.h"
#include "formats/json_check.h"

namespace alcove::runtime {
namespace {

using nlohmann::ordered_json;

[[noreturn]] void refuse(std::size_t index, const char* what) {
  throw Error(ErrorCode::InvalidArgument, fmt::format("Message {} {}.", index + 1, what));
}

// The text of a message: a string, or OpenAI's array of text parts.
std::string contentText(const ordered_json& content, std::size_t index) {
  if (content.is_null()) return {};
  if (content.is_string()) return content.get<std::string>();
  if (!content.is_array())
    refuse(index, "must have a string, or an array of text parts, as its content");
  std::string text;
  for (const ordered_json& part : content) {
    if (!part.is_object() || part.value("type", ordered_json()) != "text" ||
        !part.contains("text") || !part["text"].is_string())
      refuse(index, "has a part that is not text; this version reads text only");
    text += part["text"].get_ref<const std::string&>();
  }
  return text;
}

// The JSON that `text` is; null if it is none, or one that would take too long to walk over.
ordered_json jsonIn(const std::string& text) {
  constexpr formats::JsonLimits kLimits = {.depth = 64, .members = 1024};
  return formats::checkJson(text, kLimits) ? ordered_json() : ordered_json::parse(text);
}

// OpenAI sends the arguments of a call as text; templates print them as JSON or walk over them.
void readArguments(ordered_json& message) {
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array()) return;
  for (ordered_json& call : *calls) {
    if (!call.is_object() || !call.contains("function") || !call["function"].is_object()) continue;
    const auto arguments = call["function"].find("arguments");
    if (arguments == call["function"].end() || !arguments->is_string()) continue;
    ordered_json read = jsonIn(arguments->get_ref<const std::string&>());
    if (read.is_object()) *arguments = std::move(read);
  }
}

void checkTools(const ordered_json* tools, const chat::ChatTemplate& chatTemplate) {
  if (!tools) return;
  const bool objects = tools->is_array() && std::ranges::all_of(*tools, [](const auto& tool) {
                         return tool.is_object();
                       });
  if (!objects)
    throw Error(ErrorCode::InvalidArgument, "'tools' must be an array of tools, each an object.");
  if (!chatTemplate.reads("tools"))
    throw Error(ErrorCode::Unsupported,
                "The model's chat template has no place for tools; leave them out, or load a model "
                "that was trained to use them.");
}

ordered_json checkedMessages(const ordered_json& messages) {
  if (!messages.is_array() || messages.empty())
    throw Error(ErrorCode::InvalidArgument,
                "'messages' must be an array with at least one message.");
  ordered_json checked = messages;
  for (std::size_t i = 0; i < checked.size(); ++i) {
    ordered_json& message = checked[i];
    if (!message.is_object()) refuse(i, "is not an object");
    const auto role = message.find("role");
    if (role == message.end() || !role->is_string()) refuse(i, "has no role");
    readArguments(message);
    const auto content = message.find("content");
    const bool calls = message.contains("tool_calls");
    if (content == message.end() && !calls) refuse(i, "has no content");
    message["content"] = content == message.end() ? std::string() : contentText(*content, i);
  }
  return checked;
}

ordered_json firstMessages(const ordered_json& messages, std::size_t count) {
  ordered_json first = ordered_json::array();
  for (std::size_t i = 0; i < count; ++i) first.push_back(messages[i]);
  return first;
}

// How many messages there are up to the first answer to a question; 0 if there is none.
std::size_t firstExchange(const ordered_json& messages, std::size_t from) {
  if (from >= messages.size() || messages[from]["role"] != "user") return 0;
  for (std::size_t i = from + 1; i < messages.size(); ++i)
    if (messages[i]["role"] == "assistant") return i + 1;
  return 0;
}

// How many tokens a prompt has in common with its first messages rendered alone. Templates may
// refuse these: then there is nothing that could be kept for sure.
std::uint32_t commonHead(std::span<const TokenId> prompt, const ordered_json& messages,
                         const chat::RenderOptions& options, const chat::ChatTemplate& chatTemplate,
                         const tokenizer::Tokenizer& tokenizer) try {
  const auto head = chatTemplate.encode(messages, options, tokenizer);
  return std::uint32_t(std::ranges::mismatch(prompt, head).in1 - prompt.begin());
} catch (const Error&) {
  return 0;
}

std::string spelling(const tokenizer::Tokenizer& tokenizer, std::optional<TokenId> id) {
  return id ? std::string(tokenizer.bytes(*id)) : std::string();
}

}  // namespace

Prompt textPrompt(const Engine& engine, std::string_view text) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  Prompt prompt;
  prompt.tokens = tokenizer.encode(text, tokenizer::ControlTokens::AsText);
  // No token at the end: the model is to go on.
  if (tokenizer.addsBos()) {
    prompt.tokens.insert(prompt.tokens.begin(), *tokenizer.bos());
    prompt.systemTokens = 1;
  }
  return prompt;
}

Prompt chatPrompt(const Engine& engine, const ordered_json& messages, const ChatInput& input) {
  const ordered_json* tools = input.tools && !input.tools->empty() ? input.tools : nullptr;
  const chat::ChatTemplate* chatTemplate = engine.chatTemplate(tools != nullptr);
  if (chatTemplate == nullptr)
    throw Error(
        ErrorCode::Unsupported,
        "The model has no chat template, so it cannot answer messages; send it a plain prompt.");
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const ordered_json checked = checkedMessages(messages);
  checkTools(tools, *chatTemplate);
  chat::RenderOptions options;
  options.tools = tools;
  options.variables = input.variables;
  options.bosToken = spelling(tokenizer, tokenizer.bos());
  options.eosToken = spelling(tokenizer, tokenizer.eos());
  Prompt prompt;
  prompt.tokens = chatTemplate->encode(checked, options, tokenizer);
  if (input.policy == ContextPolicy::Stop) return prompt;

  options.addGenerationPrompt = false;
  const auto head = [&](std::size_t count) {
    return commonHead(prompt.tokens, firstMessages(checked, count), options, *chatTemplate,
                      tokenizer);
  };
  const std::size_t system = checked[0]["role"] == "system" ? 1 : 0;
  const std::size_t exchange =
      input.policy == ContextPolicy::Slide ? firstExchange(checked, system) : 0;
  if (system > 0 && checked.size() > system) prompt.systemTokens = head(system);
  if (exchange > 0 && checked.size() > exchange) prompt.firstExchangeTokens = head(exchange);
  return prompt;
}

std::uint32_t keptTokens(const Prompt& prompt, ContextPolicy policy, std::uint32_t contextTokens) {
  if (policy == ContextPolicy::Stop) return 0;
  const bool both =
      policy == ContextPolicy::Slide && prompt.firstExchangeTokens <= contextTokens / 2;
  return both ? std::max(prompt.firstExchangeTokens, prompt.systemTokens) : prompt.systemTokens;
}

}  // namespace alcove::runtime
