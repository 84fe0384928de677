// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "cache/block_table.h"
#include "models/adapter.h"
#include "runtime/answer.h"
#include "runtime/draft_control.h"
#include "runtime/ngram_index.h"
#include "runtime/token_source.h"

namespace alcove::runtime {

// One request on its way through the model. Belongs to the scheduler's thread.
struct ScheduledRequest {
  // Throws Error InvalidArgument (sampling options, stop strings).
  ScheduledRequest(std::uint64_t number, GenerationRequest request,
                   const tokenizer::Tokenizer& tokenizer, Engine::EventSink sink);

  std::uint64_t id;
  Priority priority;
  ContextPolicy contextPolicy;
  std::uint32_t keepTokens;
  std::vector<TokenId> tokens;  // prompt and answer so far; the table holds a prefix of them
  // What is added to the model for it. Held, so that an adapter may be unloaded meanwhile.
  std::vector<models::AdapterUse> adapters;
  cache::BlockTable table;  // of the cache of the scheduler that it was added to
  // What its blocks are found by beside their tokens: the model and the adapters; and the same on
  // the other side of the model's switch of lengths. Of that cache too.
  cache::ChainKey start, longStart;
  TokenSource source;
  Answer answer;
  bool speculates;     // whether its answer may be drafted ahead
  NgramIndex ownText;  // of `tokens`, as far as drafts were wanted
  DraftControl drafting;
  std::optional<cache::BlockTable> draftTable;  // of the draft model's cache, once that was asked
  bool admitted = false;  // has run before; a return after preemption does not count again

  // What it may take room from. Starts as `priority` and rises while the request waits, never
  // falls: so that it takes part in a fixed order, in which everybody comes first one day.
  Priority urgency;
  std::uint32_t idleSteps = 0;     // since it got a fair part of what it waits for
  std::uint64_t servedTokens = 0;  // that were computed for it, those computed again included

  // Tokens that must be computed before the next one can be drawn.
  [[nodiscard]] std::size_t pending() const { return tokens.size() - table.size(); }
  // Who keeps its blocks when they run out: the lower one.
  [[nodiscard]] std::pair<Priority, std::uint64_t> rank() const { return {urgency, id}; }
};

}  // namespace alcove::runtime
