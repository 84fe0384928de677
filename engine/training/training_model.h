// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "training/optimizer.h"
#include "training/trained_weights.h"
#include "training/training_batch.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::training {

// A model that can be trained: its frozen weights, what is trained beside or instead of them, and
// graphs that compute losses and gradients, run by the processor's backend. Used from one thread at
// a time.
class TrainingModel {
 public:
  // Throws what models::Definition and TrainedWeights throw, and Error Unsupported for encoders.
  TrainingModel(std::shared_ptr<const formats::GgufFile> file, const TrainingOptions& options);
  ~TrainingModel();

  // What is trained; its values may be changed between calls. As many as there are gradients.
  [[nodiscard]] std::span<Parameter> parameters();

  // TrainingOptions::recompute anew. Gradients have the same bits either way.
  void setRecompute(bool recompute);
  [[nodiscard]] Gradients zeroGradients();
  // What a batch of that shape takes for activations and gradients inside the graph.
  [[nodiscard]] std::size_t activationBytes(std::size_t tokens, std::size_t targets);
  // The summed cross-entropy of the batch's targets, in natural units; `weight` times its gradients
  // are added to `gradients`. Throws Error InvalidArgument for tokens outside the vocabulary.
  double addGradients(const TrainingBatch& batch, float weight, Gradients& gradients);
  // The summed cross-entropy alone.
  double loss(const TrainingBatch& batch);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::training
