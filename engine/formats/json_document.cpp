// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/json_document.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <string>

#include "base/mapped_file.h"
#include "formats/json_check.h"

namespace alcove::formats {

nlohmann::json parseJsonObject(std::string_view text, std::string_view where) {
  using nlohmann::json;
  if (text.size() > kMaxJsonBytes) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The file has {} bytes; Alcove reads JSON of at most {}.", text.size(),
                            kMaxJsonBytes),
                std::string(where));
  }
  using Kind = JsonFault::Kind;
  const JsonFault fault = checkJson(text, {.depth = kMaxJsonDepth});
  if (fault.kind == Kind::TooDeep)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The JSON is nested more than {} deep.", kMaxJsonDepth),
                std::string(where));
  if (fault.kind == Kind::NotJson)
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The file is not valid JSON: it cannot be read beyond byte {}.", fault.byte),
        std::string(where));
  if (fault.kind == Kind::NumberTooLarge)
    throw Error(ErrorCode::Corrupt, "The file holds a number that is too large to be read.",
                std::string(where));
  json document = json::parse(text.begin(), text.end());
  if (document.is_object()) return document;
  throw Error(ErrorCode::Corrupt, "The file should hold a JSON object.", std::string(where));
}

nlohmann::json readJsonFile(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  const auto bytes = file->bytes();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  nlohmann::json document = parseJsonObject(text, path.string());
  file->verifySize();
  return document;
}

}  // namespace alcove::formats
