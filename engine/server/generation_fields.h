// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/engine.h"
#include "server/json_reader.h"

namespace alcove::server {

// What all requests for an answer say of how it is made: sampling, limits, stop strings, policy
// and priority. Fields of OpenAI's protocol that change no answer are left alone. Throws Error
// InvalidArgument or Unsupported.
// `leastTokens`: what max_tokens may be at least.
[[nodiscard]] runtime::GenerationRequest readGenerationFields(const JsonReader& reader,
                                                              int leastTokens = 1);

// "speculation": auto (the default) or off. Throws Error InvalidArgument.
[[nodiscard]] runtime::Speculation readSpeculation(const JsonReader& reader);

}  // namespace alcove::server
