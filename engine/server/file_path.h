// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "server/json_reader.h"

namespace alcove::server {

// The member `path` as the path of a file. Throws Error InvalidArgument if it is missing, empty,
// relative (to what folder, the caller cannot know) or holds a NUL.
[[nodiscard]] std::filesystem::path requireFilePath(const JsonReader& reader);

// The text of the member `name` as a path, in the same way.
[[nodiscard]] std::filesystem::path absolutePath(const char* name, const std::string& text);

}  // namespace alcove::server
