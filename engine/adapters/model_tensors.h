// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/definition.h"

namespace alcove::adapters {

// A tensor of a model as checkpoints of its family have it, and the weights of the graph that it
// consists of: itself, or its rows one after the other where the file stores several as one.
struct ModelTensor {
  struct Part {
    const graph::Weight* weight;
    std::int64_t firstRow;  // of a vector: its first value
  };
  std::string name;      // "model.layers.3.self_attn.q_proj.weight"
  std::string fileName;  // as the model's file has it: "blk.3.attn_q.weight"
  ops::Shape shape;
  std::vector<std::uint64_t> sourceRows;  // convert::CheckpointTensor::sourceRows
  std::vector<Part> parts;
  // The matrix of a linear layer inside the model: not the output matrix, no embedding, no expert.
  bool linear = false;

  // The layer's name, as adapters have it: without ".weight".
  [[nodiscard]] std::string module() const { return name.substr(0, name.rfind('.')); }
};

// Those that `graph`, which `definition` built, reads, sorted by name. Left out are constants that
// are no tensors of a checkpoint, and those that are made of several of its tensors (experts).
[[nodiscard]] std::vector<ModelTensor> modelTensors(const models::Definition& definition,
                                                    const formats::GgufFile& file,
                                                    const graph::Graph& graph);

// The matrices of linear layers alone, also those without a name in checkpoints: theirs is empty.
// Layers whose weights have a scale beside them are left out, for they cannot be adapted.
[[nodiscard]] std::vector<ModelTensor> linearTensors(const models::Definition& definition,
                                                     const formats::GgufFile& file,
                                                     const graph::Graph& graph);

}  // namespace alcove::adapters
