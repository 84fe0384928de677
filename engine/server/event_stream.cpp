// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/event_stream.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "server/json_views.h"

namespace alcove::server {

bool sendEvent(HttpStream& stream, const nlohmann::ordered_json& data) {
  return sendEventText(stream, jsonText(data));
}

bool sendEventText(HttpStream& stream, const std::string& data) {
  return stream.write("data: " + data + "\n\n");
}

bool sendNamedEvent(HttpStream& stream, const char* name, const nlohmann::ordered_json& data) {
  return sendNamedEventText(stream, name, jsonText(data));
}

bool sendNamedEventText(HttpStream& stream, const char* name, const std::string& data) {
  return stream.write(fmt::format("event: {}\ndata: {}\n\n", name, data));
}

}  // namespace alcove::server
