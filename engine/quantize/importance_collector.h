// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/backend.h"
#include "quantize/importance_matrix.h"

namespace alcove::quantize {

// Adds up the squares of what the layers' matmuls read while a model runs, column by column and
// expert by expert. The output matrix and the embeddings are left out: few would gain from it, and
// logits are not computed for every token.
class ImportanceCollector final : public backends::NodeObserver {
 public:
  bool wants(const graph::Graph& graph, const graph::Node& node) const override;
  void observe(const graph::Graph& graph, const graph::Node& node,
               std::span<const ops::TensorView> inputs) override;

  // What was seen so far, under the names of the weights; the texts are the caller's to fill in.
  // Not while the model runs.
  [[nodiscard]] const ImportanceMatrix& matrix() const { return m_matrix; }
  [[nodiscard]] ImportanceMatrix& matrix() { return m_matrix; }

 private:
  ImportanceMatrix m_matrix;
};

}  // namespace alcove::quantize
