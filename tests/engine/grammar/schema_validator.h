// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

namespace alcove::grammar {

// Whether `value` matches `schema`, by JSON Schema's definitions alone: the keywords that the
// generated schemas use, with additionalProperties allowing what is undeclared unless it says
// otherwise.
[[nodiscard]] bool validates(const nlohmann::ordered_json& value,
                             const nlohmann::ordered_json& schema,
                             const nlohmann::ordered_json& root);

}  // namespace alcove::grammar
