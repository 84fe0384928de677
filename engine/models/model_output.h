// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::models {

// What a model is run for.
enum class Output : std::uint8_t {
  Logits,  // [outputs, vocabulary]
  Hidden,  // [outputs, embedding]: the last hidden states, after the model's final norm
};

// How the hidden states of a text's tokens become its embedding.
enum class Pooling : std::uint8_t {
  None,  // they do not: one embedding for each token
  Mean,
  Cls,  // the first token's
  Last,
};

}  // namespace alcove::models
