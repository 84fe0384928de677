// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "training/data/record_sink.h"

namespace alcove::training {

// Records of rows that several formats have: of JSON objects and of tables. All throw Error Corrupt
// where a field is missing or of a wrong type.

// {"instruction", "input"?, "output", "system"?}
[[nodiscard]] Record instructionRecord(const nlohmann::ordered_json& row);

// {"prompt", "completion", "system"?}
[[nodiscard]] Record promptCompletionRecord(const nlohmann::ordered_json& row);

// What a system field says in front of the messages, if it says something.
void addSystem(Record& record, const nlohmann::ordered_json& row);

// Throws Error Corrupt if `messages` is no array with one to `most` elements; `field` is its name.
void checkConversation(const nlohmann::ordered_json& messages, const char* field, std::size_t most);

}  // namespace alcove::training
