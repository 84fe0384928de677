// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "cache/block_pool.h"
#include "cache/block_table.h"
#include "cache/kv_pool.h"
#include "models/model.h"
#include "runtime/step_cost.h"
#include "tokenizer/tokenizer.h"

namespace alcove::runtime {

using tokenizer::TokenId;

// A small model that guesses how the answers of a larger one with the same vocabulary go on: the
// tokens that it finds most probable itself. It has a KV cache of its own, in which each request
// has a table. Used from one thread, the scheduler's; a Model runs one batch at a time.
class DraftModel {
 public:
  // `vocabulary`: token ids of both models are below it. `cost` is this model's own. REQUIRES: the
  // model is causal, generates, and its vocabulary is at least as large.
  DraftModel(std::unique_ptr<models::Model> model, std::uint32_t cacheBlocks,
             std::uint32_t vocabulary, std::unique_ptr<StepCost> cost);

  // What is wanted for one request.
  struct Guess {
    // Of this model's cache; made at a request's first guess, and to be given up with its blocks.
    std::optional<cache::BlockTable>& table;
    std::span<const TokenId> tokens;  // prompt and answer so far
    std::uint32_t count;              // of tokens to guess: 1 … room()
    std::vector<TokenId> draft = {};  // comes back: at most `count`
  };

  // Fills the drafts, all requests together. One that it has to read much of first, or that its
  // cache has no room for, gets none this time. Throws what the model throws.
  void guess(std::span<Guess> guesses);

  // Milliseconds for one token of each of `requests` requests, by what it took so far.
  [[nodiscard]] double millisecondsFor(std::uint32_t requests) const {
    return m_cost->of(requests);
  }

  // How many tokens it can guess behind so many.
  [[nodiscard]] std::uint32_t room(std::size_t tokens) const noexcept {
    return m_contextTokens - std::uint32_t(std::min<std::size_t>(tokens, m_contextTokens));
  }
  [[nodiscard]] std::uint32_t heldBlocks() const noexcept { return m_pool.held(); }
  [[nodiscard]] std::uint64_t bytes() const { return m_model->weightsBytes() + m_storage->bytes(); }

 private:
  struct Slice {
    Guess* guess;
    std::uint32_t count;  // of its tokens, and those drafted already, that come next
    bool last;            // nothing of its tokens is left behind them
  };
  [[nodiscard]] std::vector<Slice> follow(std::span<Guess> guesses);
  void run(std::span<const Slice> slices);

  std::unique_ptr<models::Model> m_model;
  std::unique_ptr<cache::KvPool> m_storage;
  cache::BlockPool m_pool;
  std::uint32_t m_vocabulary;
  std::uint32_t m_contextTokens;
  std::unique_ptr<StepCost> m_cost;
  std::vector<float> m_logits;  // [requests, vocabulary of the model]
};

}  // namespace alcove::runtime
