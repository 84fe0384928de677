// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace alcove::convert {

// The name that tokenizer.ggml.pre has for the way in which a tokenizer.json cuts text into words,
// recognised from its pre_tokenizer, component by component; `ignoresMerges` is the model's own
// switch. Throws Error Unsupported, showing the components, where it is none that is known: a name
// is never guessed.
[[nodiscard]] std::string preTokenizerName(const nlohmann::json& preTokenizer, bool ignoresMerges);

}  // namespace alcove::convert
