// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "chat/jinja/value.h"

namespace alcove::chat {

// JSON from outside as template values, every character marked as data. Throws Error
// LimitExceeded if it is nested too deeply.
[[nodiscard]] jinja::Value valueOf(jinja::Budget& budget, const nlohmann::ordered_json& json);

// The same for a list of messages, but the well-known roles ("user", "assistant", …) count as the
// template's own words: some templates build the control token of a turn from its role, as in
// '<|' + message.role + '|>'. Any other role stays data. Throws Error InvalidArgument if
// `messages` is no array of objects.
[[nodiscard]] jinja::Value messageValues(jinja::Budget& budget,
                                         const nlohmann::ordered_json& messages);

// How many characters `json` holds, roughly: what limits are widened by.
[[nodiscard]] std::uint64_t measure(const nlohmann::ordered_json& json);

}  // namespace alcove::chat
