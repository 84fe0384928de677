// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/gguf_builder.h"

namespace alcove::test {

// One model file without weights for each kind of tokenizer, with a vocabulary that can be read at
// a glance: few words, and where the kind has them a token for every byte.
[[nodiscard]] GgufBuilder littleBpe();      // byte-level, words of GPT-2
[[nodiscard]] GgufBuilder littleSpm();      // bos 1, eos 2, bytes 3 … 258
[[nodiscard]] GgufBuilder littleUnigram();  // unknown 2, eos 1, normaliser A→a, ﬁ→fi
[[nodiscard]] GgufBuilder littleWordPiece();

// All of them with their names.
[[nodiscard]] std::vector<std::pair<std::string, GgufBuilder>> littleVocabularies();

// A double array that replaces single bytes or strings, as tokenizer.ggml.precompiled_charsmap
// keeps it.
[[nodiscard]] std::string normalizerMap(
    const std::vector<std::pair<std::string, std::string>>& replacements);

}  // namespace alcove::test
