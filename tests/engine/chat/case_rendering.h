// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace alcove::test {

// Renders a template with the input of a case as tests/cases/chat/jinja_reference.py does: an
// object with messages, tools, add_generation_prompt, bos_token, eos_token, now, and any other
// variables. Throws Error.
[[nodiscard]] std::string renderCase(const std::string& source,
                                     const nlohmann::ordered_json& input);

}  // namespace alcove::test
