// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/decoder.h"

namespace alcove::convert {

// What the generations of Gemma have in common: norms that are stored as their distance from one,
// and the embedding as the output matrix.
void describeGemma(Description& description);
[[nodiscard]] std::span<const NameRule> gemmaEmbeddingNames();
// The norms around attention and MLP since Gemma 2.
[[nodiscard]] std::span<const NameRule> gemmaSandwichNames();

}  // namespace alcove::convert
