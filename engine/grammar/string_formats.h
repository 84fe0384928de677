// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace alcove::grammar {

// The pattern of strings of this JSON Schema format; null if it is not known. What it accepts,
// every reader of the format does: rare forms that some refuse are left out (29 February, leap
// seconds, shortened IPv6 addresses).
[[nodiscard]] const char* patternOfFormat(std::string_view name);

// The names of all of them, for sentences.
[[nodiscard]] std::string knownFormats();

}  // namespace alcove::grammar
