// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/context_window.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

namespace alcove::runtime {
namespace {

// Tokens to leave free for the answer when a prompt has to be cut anyway: what was asked for, but
// no more than a quarter of the context.
std::uint32_t roomForAnswer(int maxTokens, std::uint32_t contextTokens) {
  const std::uint32_t quarter = std::max(contextTokens / 4, 1u);
  return maxTokens < 0 ? quarter : std::clamp(std::uint32_t(maxTokens), 1u, quarter);
}

}  // namespace

std::uint32_t fitPrompt(GenerationRequest& request, std::uint32_t contextTokens) {
  std::vector<TokenId>& prompt = request.prompt;
  const bool keepsHead = request.contextPolicy != ContextPolicy::Stop;
  if (keepsHead && std::uint64_t(request.keepTokens) + 2 > contextTokens)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Keeping the first {} tokens leaves no room in a context of {} tokens.",
                            request.keepTokens, contextTokens));
  if (prompt.size() < contextTokens) return 0;
  if (request.contextPolicy == ContextPolicy::Stop)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The prompt has {} tokens, but the context holds {}, answer included; "
                            "shorten it or load the model with a longer context.",
                            prompt.size(), contextTokens));

  const std::uint32_t stay = std::max(
      contextTokens - roomForAnswer(request.maxTokens, contextTokens), request.keepTokens + 1);
  const auto dropped = std::uint32_t(prompt.size() - stay);
  // Without a head to keep, middle-out keeps as much of the beginning as of the end.
  const bool halves = request.contextPolicy == ContextPolicy::MiddleOut && request.keepTokens == 0;
  const std::uint32_t head = halves ? stay / 2 : request.keepTokens;
  prompt.erase(prompt.begin() + head, prompt.begin() + head + dropped);
  return dropped;
}

std::uint32_t slide(std::vector<TokenId>& tokens, std::uint32_t keepTokens) {
  const auto dropped = std::uint32_t(std::max<std::size_t>((tokens.size() - keepTokens) / 2, 1));
  tokens.erase(tokens.begin() + keepTokens, tokens.begin() + keepTokens + dropped);
  return dropped;
}

}  // namespace alcove::runtime
