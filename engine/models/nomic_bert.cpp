// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include "formats/gguf_file.h"
#include "models/encoder_blocks.h"

// Nomic Embed: BERT with rope in the place of learned positions, a gated MLP, one matrix for
// queries, keys and values, and no biases. Source: Nussbaum et al., "Nomic Embed", 2024.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  if (reader.optional("moe_every_n_layers", 0, 0, UINT32_MAX) > 0)
    throw Error(ErrorCode::Unsupported,
                "The model is an encoder with a mixture of experts, which this version cannot run.",
                reader.file().path().string());
  return readEncoderConfig(reader);
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listEncoder(config, listGatedMlp);
}

graph::NodeId build(const BuildContext& c) { return encoder(c, gatedMlp); }

}  // namespace

extern const Architecture kNomicBert;
const Architecture kNomicBert = {"nomic-bert", readConfig, listTensors, build, false};

}  // namespace alcove::models
