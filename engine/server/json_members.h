// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::server {

// Members of objects inside a request, as JsonReader reads its own. `place` is where in the request
// `object` stands ("messages[2].content[0]"). All throw Error InvalidArgument with a sentence that
// names the place and what should have been there.

[[noreturn]] void refusePlace(const std::string& place, const std::string& wanted);

// Throws unless it is one.
void requireObject(const nlohmann::ordered_json& value, const std::string& place);
void requireArray(const nlohmann::ordered_json& value, const std::string& place);

// Null if there is none, or it is null. REQUIRES: an object.
[[nodiscard]] const nlohmann::ordered_json* findMember(const nlohmann::ordered_json& object,
                                                       const char* name);
// Must be a string.
[[nodiscard]] std::string memberText(const nlohmann::ordered_json& object, const char* name,
                                     const std::string& place);
// A string, or `otherwise` if there is none.
[[nodiscard]] std::string memberTextOr(const nlohmann::ordered_json& object, const char* name,
                                       const std::string& place, const std::string& otherwise);
// True or false, or `otherwise` if there is none.
[[nodiscard]] bool memberFlagOr(const nlohmann::ordered_json& object, const char* name,
                                const std::string& place, bool otherwise);

// An array of token ids; nothing if a member is none. Whether there are such tokens is not looked
// at. REQUIRES: an array.
[[nodiscard]] std::optional<std::vector<tokenizer::TokenId>> findTokenIds(
    const nlohmann::ordered_json& array);

}  // namespace alcove::server
