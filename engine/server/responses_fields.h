// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "server/chat_request.h"
#include "server/json_reader.h"

namespace alcove::server {

// A request to /v1/responses.
struct ResponsesRequest {
  ChatRequest chat;
  bool stream = false;
  nlohmann::ordered_json settings;  // what the response repeats of it: tools, temperature, …
};

// Throws what responses_input.h throws; Error InvalidArgument; Unsupported for whatever would need
// something stored between requests, or another server's tools.
[[nodiscard]] ResponsesRequest readResponsesFields(const JsonReader& reader);

}  // namespace alcove::server
