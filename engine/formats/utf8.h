// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace alcove::formats {

// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] bool isUtf8(std::string_view text) noexcept;

// `text` with every byte that is not part of a well-formed character replaced by U+FFFD.
[[nodiscard]] std::string toUtf8(std::string_view text);

}  // namespace alcove::formats
