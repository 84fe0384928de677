// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/blocks.h"

// What the encoders of BERT's descent share: all texts are of the first type, norms follow the
// residual sums, and what comes out is the hidden states of the last layer.
// Source: Devlin et al., "BERT", 2019.

namespace alcove::models {

// A decoder's numbers, but with layer norms, tokens that see those after them, and the size of the
// table of token types. Throws Error Corrupt or Unsupported.
[[nodiscard]] ModelConfig readEncoderConfig(const ConfigReader& reader);

// From tokens to hidden states: embeddings of token, type and position, as far as the model has
// tables, their norm, and config.layers times attention and `mlp`.
[[nodiscard]] NodeId encoder(const BuildContext& c, MlpStep mlp);

// The tensors of encoder(), but for the position table and those of the mlp, which `listMlp` lists.
[[nodiscard]] std::vector<TensorSpec> listEncoder(const ModelConfig& config, ListStep listMlp);

}  // namespace alcove::models
