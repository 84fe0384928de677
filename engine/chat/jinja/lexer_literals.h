// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "chat/jinja/lexer.h"

namespace alcove::chat::jinja {

// Each fills `token` from the literal that begins at `at` and returns its length in characters.
// Throws Error Corrupt with the token's line.
[[nodiscard]] std::size_t lexString(TextView source, std::size_t at, Token& token);
[[nodiscard]] std::size_t lexNumber(TextView source, std::size_t at, Token& token);
[[nodiscard]] std::size_t lexName(TextView source, std::size_t at, Token& token);

[[nodiscard]] bool isNameStart(char32_t c) noexcept;

}  // namespace alcove::chat::jinja
