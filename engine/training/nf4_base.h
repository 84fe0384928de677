// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "adapters/model_tensors.h"
#include "quant/nf4.h"

namespace alcove::training {

using adapters::ModelTensor;

// The linear layers of a model in NF4, made on the spot: what QLoRA keeps frozen. Weights that a
// file stores as one are quantised as one, in the order of rows that checkpoints have, so that the
// codes are those that others get from the same model. Addresses stay valid for its life.
class Nf4Base {
 public:
  // Throws Error Unsupported if a weight is no finite number.
  Nf4Base(std::span<const ModelTensor> tensors, quant::Nf4Scales scales, quant::Nf4Rule rule);

  struct Replacement {
    const graph::Weight* original;
    const graph::Weight* quantized;
  };
  [[nodiscard]] const std::vector<Replacement>& replacements() const { return m_replacements; }

 private:
  void add(const ModelTensor& tensor, quant::Nf4Scales scales, quant::Nf4Rule rule);

  std::deque<graph::Weight> m_weights;
  std::deque<std::vector<std::byte>> m_bytes;
  std::vector<Replacement> m_replacements;
};

}  // namespace alcove::training
