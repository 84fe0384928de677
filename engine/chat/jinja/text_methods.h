// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

struct TextMethodRow {
  std::string_view name;
  Value (*call)(Interpreter&, const Text& self, const Arguments&);
};
[[nodiscard]] std::span<const TextMethodRow> textMethods();

}  // namespace alcove::chat::jinja
