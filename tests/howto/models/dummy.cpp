// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/blocks.h"

// A family that nobody has, written as docs/howto/add-an-architecture.md says: llama with a cap on
// its logits, read from a key of its own.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readDecoderConfig(reader);
  config.ropePairing = ops::RopePairing::Interleaved;
  config.logitSoftCap = reader.requirePositive("logit_limit");
  return config;
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  return listDecoder(config, listDecoderLayer);
}

graph::NodeId build(const BuildContext& c) { return decoder(c, gatedMlp); }

}  // namespace

extern const Architecture kDummy;
const Architecture kDummy = {"dummy", readConfig, listTensors, build};

}  // namespace alcove::models
