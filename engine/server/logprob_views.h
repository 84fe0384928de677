// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>

#include "runtime/engine.h"

namespace alcove::server {

// {"content": [{"token", "logprob", "bytes", "top_logprobs"}]} as chat completions have it.
[[nodiscard]] nlohmann::ordered_json chatLogprobs(std::span<const sampling::TokenLogprobs> tokens,
                                                  const tokenizer::Tokenizer& tokenizer);

// {"tokens", "token_logprobs", "top_logprobs", "text_offset"} as text completions have it.
// `offset`: where in its choice's text the first token begins, in characters; moved behind the
// last. A token that nothing stands before has an id and no logprob: give NaN, which becomes null.
[[nodiscard]] nlohmann::ordered_json textLogprobs(std::span<const sampling::TokenLogprobs> tokens,
                                                  const tokenizer::Tokenizer& tokenizer,
                                                  std::size_t& offset);

}  // namespace alcove::server
