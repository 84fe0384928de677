// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "server/http_server.h"

namespace alcove::server {

inline constexpr const char* kEventStreamType = "text/event-stream";

// Sends one server-sent event. False if the client is gone.
bool sendEvent(HttpStream& stream, const nlohmann::ordered_json& data);
bool sendEventText(HttpStream& stream, const std::string& data);

// The same with the event's name, which some protocols ask for.
bool sendNamedEvent(HttpStream& stream, const char* name, const nlohmann::ordered_json& data);
bool sendNamedEventText(HttpStream& stream, const char* name, const std::string& data);

}  // namespace alcove::server
