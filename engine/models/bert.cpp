// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/encoder_blocks.h"

// BERT and what shares its form: MiniLM, BGE, GTE, E5. Learned positions, norms after the residual
// sums, an MLP with the exact gelu; biases where the file has them.

namespace alcove::models {
namespace {

ModelConfig readConfig(const ConfigReader& reader) {
  ModelConfig config = readEncoderConfig(reader);
  config.activation = Activation::Gelu;
  config.ropes.clear();
  return config;
}

std::vector<TensorSpec> listTensors(const ModelConfig& config) {
  std::vector<TensorSpec> specs = listEncoder(config, listMlp);
  specs.push_back({"position_embd.weight", {config.contextTokens, config.embedding}});
  return specs;
}

graph::NodeId build(const BuildContext& c) { return encoder(c, mlp); }

}  // namespace

extern const Architecture kBert;
const Architecture kBert = {"bert", readConfig, listTensors, build, false};

}  // namespace alcove::models
