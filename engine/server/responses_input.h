// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "server/json_reader.h"

namespace alcove::server {

// `instructions` and `input` of a request to /v1/responses as the messages of chat completions.
// Throws Error InvalidArgument, or Unsupported for what is no text (pictures, files) and for items
// that stand for what a server has stored or ran itself.
[[nodiscard]] nlohmann::ordered_json readResponsesMessages(const JsonReader& reader);

// `tools` of /v1/responses as those of chat completions. Throws Error InvalidArgument, or
// Unsupported for tools that OpenAI's own servers run.
[[nodiscard]] nlohmann::ordered_json readResponsesTools(const JsonReader& reader);

}  // namespace alcove::server
