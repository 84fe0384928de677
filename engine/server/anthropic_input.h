// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "server/json_reader.h"

namespace alcove::server {

// Anthropic's `system` and `messages` as OpenAI's messages. Throws Error InvalidArgument, or
// Unsupported for what is no text (pictures, files) and for a last message of the assistant, which
// the answer would have to go on with.
[[nodiscard]] nlohmann::ordered_json readAnthropicMessages(const JsonReader& reader);

// Anthropic's `tools` as an array of OpenAI's function objects. Throws Error InvalidArgument, or
// Unsupported for tools that Anthropic's own servers run.
[[nodiscard]] nlohmann::ordered_json readAnthropicTools(const JsonReader& reader);

}  // namespace alcove::server
