// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include "formats/gguf_file.h"
#include "models/blocks.h"

// Llama 1 to 3 and what shares its form: Mistral, Yi, CodeLlama, SmolLM2. Pre-norm layers of
// grouped-query attention with rope and a gated MLP; biases, rope factors and an output matrix of
// its own where the file has them.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  if (reader.optional("expert_count", 0, 0, 1u << 20) > 0)
    throw Error(ErrorCode::Unsupported,
                "The model is a mixture of experts, which this version cannot run.",
                reader.file().path().string());
  ModelConfig config = readDecoderConfig(reader);
  config.ropePairing = ops::RopePairing::Interleaved;
  return config;
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listDecoderLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kLlama;
const Architecture kLlama = {"llama", readConfig, listTensors, build};

}  // namespace alcove::models
