// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "server/json_reader.h"

namespace alcove::server {

// How a request wants its answers handed over: OpenAI's fields that change no answer.
struct CompletionFields {
  bool stream = false;
  bool separateUsage = false;  // include_usage: a chunk of its own, after the finish reasons
  std::size_t choices = 1;     // n: for each prompt
  bool tellsLogprobs = false;
  std::size_t candidates = 1;  // best_of: of so many answers the likeliest are handed over
};

constexpr std::size_t kMostChoices = 16;

// Throws Error InvalidArgument.
[[nodiscard]] CompletionFields readCompletionFields(const JsonReader& reader);

// The same and `best_of`, of text completions.
[[nodiscard]] CompletionFields readTextCompletionFields(const JsonReader& reader);

// `logprobs` (true or false) and `top_logprobs` of chat completions, as GenerationRequest::logprobs
// wants them. Throws Error InvalidArgument.
[[nodiscard]] int readChatLogprobs(const JsonReader& reader);

}  // namespace alcove::server
