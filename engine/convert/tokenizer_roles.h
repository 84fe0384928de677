// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "convert/hf_config.h"
#include "convert/hf_vocabulary.h"

namespace alcove::convert {

// What the special tokens do, and the chat template: tokenizer_config.json and what stands beside
// it (special_tokens_map.json, generation_config.json, chat_template.jinja) become the remaining
// tokenizer.* keys. `config` is config.json. Throws Error Corrupt.
void writeTokenizerRoles(const std::filesystem::path& folder, const HfConfig& config,
                         const HfConfig& tokenizerConfig, const HfVocabulary& vocabulary,
                         formats::GgufWriter& out);

// A JSON file of the folder; an empty object if it is not there.
[[nodiscard]] HfConfig readHfConfig(const std::filesystem::path& path);

}  // namespace alcove::convert
