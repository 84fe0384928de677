// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/text_prompts.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "server/json_members.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::Prompt;
using runtime::TokenId;

constexpr std::size_t kMostEchoBytes = std::size_t(256) << 20;

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(ErrorCode::InvalidArgument, sentence, "prompt");
}

[[noreturn]] void refuseKind() {
  refuse(
      "'prompt' must be a string, an array of strings, an array of token ids or an array of such.");
}

Prompt tokenPrompt(const ordered_json& array) {
  auto ids = findTokenIds(array);
  if (!ids) refuseKind();
  Prompt prompt;
  prompt.tokens = *std::move(ids);
  return prompt;
}

// The control tokens around what stands before a gap and behind it, in the order in which models
// are trained to read them.
struct GapMarks {
  TokenId before, behind, gap;
};

std::optional<GapMarks> findGapMarks(const tokenizer::Tokenizer& tokenizer) {
  static constexpr const char* kSpellings[][3] = {
      {"<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"},  // Qwen 2.5, SmolLM, Gemma
      {"<fim_prefix>", "<fim_suffix>", "<fim_middle>"},        // StarCoder, Granite
      {"<fim-prefix>", "<fim-suffix>", "<fim-middle>"},        // SantaCoder
      {"<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"},  // DeepSeek
  };
  for (const auto& row : kSpellings) {
    const auto before = tokenizer.find(row[0]);
    const auto behind = tokenizer.find(row[1]);
    const auto gap = tokenizer.find(row[2]);
    if (before && behind && gap) return GapMarks{*before, *behind, *gap};
  }
  return std::nullopt;
}

Prompt gapPrompt(const runtime::Engine& engine, const std::string& text,
                 const std::string& suffix) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const auto marks = findGapMarks(tokenizer);
  if (!marks)
    throw Error(ErrorCode::Unsupported,
                "The model has no tokens that mark a gap, so it cannot write what stands before a "
                "'suffix'; leave it out.",
                "suffix");
  Prompt prompt;
  if (tokenizer.addsBos()) prompt.tokens.push_back(*tokenizer.bos());
  const auto add = [&](TokenId mark, const std::string& words) {
    prompt.tokens.push_back(mark);
    const auto tokens = tokenizer.encode(words, tokenizer::ControlTokens::AsText);
    prompt.tokens.insert(prompt.tokens.end(), tokens.begin(), tokens.end());
  };
  add(marks->before, text);
  add(marks->behind, suffix);
  prompt.tokens.push_back(marks->gap);
  return prompt;
}

}  // namespace

std::vector<Prompt> readTextPrompts(const JsonReader& reader, const runtime::Engine& engine) {
  const ordered_json* given = reader.find("prompt");
  if (given == nullptr) refuse("'prompt' is missing; it must be a text or an array of texts.");
  const std::string suffix = reader.string("suffix").value_or("");
  const auto read = [&](const ordered_json& one) {
    if (one.is_string() && suffix.empty())
      return runtime::textPrompt(engine, one.get_ref<const std::string&>());
    if (one.is_string()) return gapPrompt(engine, one.get<std::string>(), suffix);
    if (!one.is_array()) refuseKind();
    if (!suffix.empty()) refuse("A 'suffix' needs a 'prompt' that is text.");
    return tokenPrompt(one);
  };
  if (!given->is_array()) return {read(*given)};
  if (given->empty()) refuse("'prompt' is empty; there is nothing to go on from.");
  if (given->front().is_number()) return {read(*given)};
  if (given->size() > kMostPrompts)
    refuse(fmt::format("'prompt' has {} members; {} are the most.", given->size(), kMostPrompts));
  const bool texts = given->front().is_string();
  std::vector<Prompt> prompts;
  for (const ordered_json& one : *given) {
    if (one.is_string() != texts) refuseKind();
    prompts.push_back(read(one));
  }
  return prompts;
}

EchoedPrompt echoOf(const Prompt& prompt, runtime::Engine& engine, int logprobs) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const std::vector<TokenId>& tokens = prompt.tokens;
  EchoedPrompt echo;
  echo.text = tokenizer.decode(tokens);
  if (logprobs < 0 || tokens.empty()) return echo;
  const std::size_t most = kMostEchoBytes / (sizeof(float) * tokenizer.size());
  if (tokens.size() > most)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'echo' with 'logprobs' takes prompts of at most {} tokens with this "
                            "model; this one has {}.",
                            most, tokens.size()),
                "echo");
  const std::vector<float> logits = engine.logits(tokens, std::uint32_t(tokens.size()));
  const std::size_t width = logits.size() / tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i == 0 && tokenizer.bos() == tokens[0]) continue;
    if (i == 0) {
      echo.logprobs.push_back({{tokens[0], std::numeric_limits<float>::quiet_NaN()}, {}});
      continue;
    }
    // Logits behind the tokenizer's last token stand for none.
    const auto row = std::span(logits).subspan((i - 1) * width, std::min(width, tokenizer.size()));
    echo.logprobs.push_back(sampling::Distribution(row, logprobs).logprobsOf(tokens[i]));
  }
  return echo;
}

}  // namespace alcove::server
