// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "runtime/prompt.h"
#include "server/completion_format.h"
#include "server/json_reader.h"

namespace alcove::server {

constexpr std::size_t kMostPrompts = 64;

// `prompt` of a text completion: a text, token ids, or an array of up to kMostPrompts of either,
// with `suffix` behind the gap that is to be filled. Token ids are taken as they are. Throws Error
// InvalidArgument; Unsupported for a suffix if the model has no tokens that mark a gap.
[[nodiscard]] std::vector<runtime::Prompt> readTextPrompts(const JsonReader& reader,
                                                           const runtime::Engine& engine);

// A prompt as `echo` repeats it: its text without control tokens and, unless `logprobs` is -1, how
// probable the model found each token but a beginning-of-sequence token, with so many alternatives.
// Computes the whole prompt, which everybody else waits for: throws Error LimitExceeded for one
// whose logits would take more than 256 MiB.
[[nodiscard]] EchoedPrompt echoOf(const runtime::Prompt& prompt, runtime::Engine& engine,
                                  int logprobs);

}  // namespace alcove::server
