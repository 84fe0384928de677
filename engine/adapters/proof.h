// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "models/model.h"

namespace alcove::adapters {

// How far two models may be apart and still count as the same.
struct ProofBound {
  // Largest difference of two logits, relative to the largest logit of the text; 0: not asked.
  // Answers can then differ only where two tokens are closer than twice that.
  double gap = 0;
  double meanDivergence = 0;  // Kullback-Leibler, in nats per token; 0: not asked
};

// The one for weights that are stored so, by the coarsest type that adapted weights have.
[[nodiscard]] ProofBound boundFor(const quant::BlockType& type);

struct ProofResult {
  std::size_t texts = 0;
  std::size_t positions = 0;
  std::size_t sameBest = 0;     // positions with the same most likely token
  std::size_t sameAnswers = 0;  // texts whose greedy answers are the same
  double gap = 0;               // as ProofBound says
  double meanDivergence = 0;

  // A sentence that says what is beyond the bound; empty: nothing is.
  [[nodiscard]] std::string refusal(const ProofBound& bound) const;
};

// A model and what is added to it.
struct ProofSide {
  std::shared_ptr<const formats::GgufFile> file;
  std::vector<models::AdapterUse> adapters;
};

// Runs `texts` (tokens; none is empty) through both, the reference answering each greedily with
// `answerTokens` more, and compares the logits at every position. On the processor, in single
// precision, one model after the other. Encoders have no logits: their hidden states are compared.
[[nodiscard]] ProofResult compareModels(const ProofSide& reference, const ProofSide& candidate,
                                        const std::vector<std::vector<std::int32_t>>& texts,
                                        std::uint32_t answerTokens, int threads);

// Texts where nobody has any: tokens of the vocabulary, spread over it in a fixed way.
[[nodiscard]] std::vector<std::vector<std::int32_t>> spreadTexts(std::uint32_t vocabulary);

}  // namespace alcove::adapters
