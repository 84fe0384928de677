// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/file_path.h"

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::server {

std::filesystem::path requireFilePath(const JsonReader& reader) {
  return absolutePath("path", reader.requireString("path"));
}

std::filesystem::path absolutePath(const char* name, const std::string& text) {
  if (text.empty() || text.find('\0') != std::string::npos)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' must be the path of a file or folder.", name));
  std::filesystem::path path(text);
  if (!path.is_absolute())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' must be absolute, beginning with '/'.", name), text);
  return path;
}

}  // namespace alcove::server
