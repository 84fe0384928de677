// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/logprob_views.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using sampling::TokenLogprob;
using sampling::TokenLogprobs;

// JSON has no infinity; this is what OpenAI writes for what is all but impossible.
constexpr double kLeast = -9999;

ordered_json number(float logprob) {
  if (std::isnan(logprob)) return nullptr;
  return std::max(kLeast, double(logprob));
}

ordered_json bytesJson(std::string_view bytes) {
  ordered_json list = ordered_json::array();
  for (const char byte : bytes) list.push_back(int(static_cast<unsigned char>(byte)));
  return list;
}

ordered_json chatToken(const TokenLogprob& token, const tokenizer::Tokenizer& tokenizer) {
  const std::string_view bytes = tokenizer.bytes(token.id);
  return {{"token", std::string(bytes)},
          {"logprob", number(token.logprob)},
          {"bytes", bytesJson(bytes)}};
}

// Of a token alone: bytes that begin or go on with a character count where it begins.
std::size_t characters(std::string_view bytes) {
  return std::size_t(std::ranges::count_if(bytes, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

ordered_json chatLogprobs(std::span<const TokenLogprobs> tokens,
                          const tokenizer::Tokenizer& tokenizer) {
  ordered_json content = ordered_json::array();
  for (const TokenLogprobs& token : tokens) {
    ordered_json entry = chatToken(token.chosen, tokenizer);
    ordered_json& top = entry["top_logprobs"] = ordered_json::array();
    for (const TokenLogprob& other : token.top) top.push_back(chatToken(other, tokenizer));
    content.push_back(std::move(entry));
  }
  return {{"content", std::move(content)}, {"refusal", nullptr}};
}

ordered_json textLogprobs(std::span<const TokenLogprobs> tokens,
                          const tokenizer::Tokenizer& tokenizer, std::size_t& offset) {
  ordered_json texts = ordered_json::array();
  ordered_json logprobs = ordered_json::array();
  ordered_json tops = ordered_json::array();
  ordered_json offsets = ordered_json::array();
  for (const TokenLogprobs& token : tokens) {
    const std::string_view bytes = tokenizer.bytes(token.chosen.id);
    texts.push_back(std::string(bytes));
    logprobs.push_back(number(token.chosen.logprob));
    offsets.push_back(offset);
    offset += characters(bytes);
    ordered_json top = ordered_json::object();
    for (const TokenLogprob& other : token.top)
      top[std::string(tokenizer.bytes(other.id))] = number(other.logprob);
    tops.push_back(top.empty() ? ordered_json() : std::move(top));
  }
  const bool asked = std::ranges::any_of(tops, [](const auto& top) { return !top.is_null(); });
  return {{"tokens", std::move(texts)},
          {"token_logprobs", std::move(logprobs)},
          {"top_logprobs", asked ? std::move(tops) : ordered_json()},
          {"text_offset", std::move(offsets)}};
}

}  // namespace alcove::server
