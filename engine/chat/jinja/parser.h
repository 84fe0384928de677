// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "chat/jinja/ast.h"

namespace alcove::chat::jinja {

// Deepest nesting of expressions and blocks.
inline constexpr std::uint32_t kMaxParseDepth = 150;

// Parses a whole template. Throws Error Corrupt (with the line), Unsupported (a tag that chat
// templates have no use for) or LimitExceeded (nesting, size).
[[nodiscard]] Body parse(std::string_view source);

}  // namespace alcove::chat::jinja
