// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/prompt.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "chat/chat_template.h"

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
    const auto content = message.find("content");
    if (content == message.end()) refuse(i, "has no content");
    *content = contentText(*content, i);
  }
  return checked;
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
    prompt.keepTokens = 1;
  }
  return prompt;
}

Prompt chatPrompt(const Engine& engine, const ordered_json& messages) {
  const chat::ChatTemplate* chatTemplate = engine.chatTemplate();
  if (chatTemplate == nullptr)
    throw Error(
        ErrorCode::Unsupported,
        "The model has no chat template, so it cannot answer messages; send it a plain prompt.");
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const ordered_json checked = checkedMessages(messages);
  chat::RenderOptions options;
  options.bosToken = spelling(tokenizer, tokenizer.bos());
  options.eosToken = spelling(tokenizer, tokenizer.eos());
  Prompt prompt;
  prompt.tokens = chatTemplate->encode(checked, options, tokenizer);
  if (checked.size() < 2 || checked[0]["role"] != "system") return prompt;

  // What the prompt has in common with the system message rendered alone is the head to keep.
  options.addGenerationPrompt = false;
  const auto head = chatTemplate->encode(ordered_json::array({checked[0]}), options, tokenizer);
  const auto [end, unused] = std::ranges::mismatch(prompt.tokens, head);
  prompt.keepTokens = std::uint32_t(end - prompt.tokens.begin());
  return prompt;
}

}  // namespace alcove::runtime
