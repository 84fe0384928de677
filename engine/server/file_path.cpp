// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/file_path.h"

#include <alcove/error.h>

namespace alcove::server {

std::filesystem::path requireFilePath(const JsonReader& reader) {
  const std::string text = reader.requireString("path");
  if (text.empty() || text.find('\0') != std::string::npos)
    throw Error(ErrorCode::InvalidArgument, "'path' must be the path of a file.");
  std::filesystem::path path(text);
  if (!path.is_absolute())
    throw Error(ErrorCode::InvalidArgument, "'path' must be absolute, beginning with '/'.", text);
  return path;
}

}  // namespace alcove::server
