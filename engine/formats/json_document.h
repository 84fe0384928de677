// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

namespace alcove::formats {

// Deeper nesting, and files larger than this, are refused: what stands beside a model's weights
// comes near neither.
constexpr std::size_t kMaxJsonDepth = 64;
constexpr std::uint64_t kMaxJsonBytes = 64u << 20;

// The JSON in a file, which must be an object. Throws Error NotFound, Io, Corrupt (says at which
// byte) or LimitExceeded, each with the path.
[[nodiscard]] nlohmann::json readJsonFile(const std::filesystem::path& path);

// The same of text in memory; `where` goes into the errors.
[[nodiscard]] nlohmann::json parseJsonObject(std::string_view text, std::string_view where);

}  // namespace alcove::formats
