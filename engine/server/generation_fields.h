// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/engine.h"
#include "server/json_reader.h"

namespace alcove::server {

// Everything in the body of a completion request but its prompt. Throws Error InvalidArgument, or
// Unsupported for what OpenAI's protocol has and this engine does not do: leaving it out silently
// would answer another question.
[[nodiscard]] runtime::GenerationRequest readGenerationFields(const JsonReader& reader);

// "speculation": auto (the default) or off. Throws Error InvalidArgument.
[[nodiscard]] runtime::Speculation readSpeculation(const JsonReader& reader);

}  // namespace alcove::server
