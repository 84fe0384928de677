// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/engine.h"

namespace alcove::runtime {

// Makes a prompt fit a context of `contextTokens` as its request's policy says, leaving room for
// at least one token of the answer, and returns how many tokens were dropped. Throws Error
// LimitExceeded (policy Stop and the prompt does not fit) or InvalidArgument (keepTokens leaves no
// room), with the numbers; then `request` is unchanged.
std::uint32_t fitPrompt(GenerationRequest& request, std::uint32_t contextTokens);

// Drops the older half of what follows the first `keepTokens`, and returns how many tokens that
// was. Half at once, because what stays must be computed again.
std::uint32_t slide(std::vector<TokenId>& tokens, std::uint32_t keepTokens);

}  // namespace alcove::runtime
