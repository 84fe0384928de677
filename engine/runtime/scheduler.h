// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cache/block_table.h"
#include "models/model.h"
#include "runtime/answer.h"
#include "runtime/token_source.h"

namespace alcove::runtime {

struct SchedulerLimits {
  std::uint32_t contextTokens = 0;
  std::uint32_t batchTokens = 512;  // no step computes more
  std::uint32_t promptSlice =
      128;  // of prompts in a step that also decodes, so that streams do not stutter
  std::uint32_t runningRequests = 32;  // others wait
};

// One request on its way through the model.
struct ScheduledRequest {
  ScheduledRequest(std::uint64_t number, GenerationRequest request,
                   const tokenizer::Tokenizer& tokenizer, Engine::EventSink sink,
                   cache::BlockTable cacheTable);

  std::uint64_t id;
  ContextPolicy contextPolicy;
  std::uint32_t keepTokens;
  std::vector<TokenId> tokens;  // prompt and answer so far; the table holds a prefix of them
  cache::BlockTable table;
  TokenSource source;
  Answer answer;
  bool admitted = false;  // has run before; a return after preemption does not count again

  // Tokens that must be computed before the next one can be drawn.
  [[nodiscard]] std::size_t pending() const { return tokens.size() - table.size(); }
};

// Decides what each step computes, and runs it. A step has one token of every running request
// whose prompt is done, and slices of prompts up to the budget. When blocks run out, the youngest
// request gives all of its own up and waits to be computed again; the oldest can always go on,
// because the pool holds at least one whole context and one block more. A failure ends the request
// that caused it and no other. A request that grows past the length from which the model computes
// sequences differently is computed again. All calls come from one thread, the engine's.
class Scheduler {
 public:
  // All references must outlive this. REQUIRES: the pool holds one context and one block more.
  Scheduler(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
            SchedulerLimits limits);
  ~Scheduler();

  // An empty sequence in this scheduler's cache.
  [[nodiscard]] cache::BlockTable newTable(cache::Sharing sharing);

  // Reserves blocks for a sequence outside the schedule, taking them from the youngest requests.
  // REQUIRES: all such sequences together fit one context, or what was free before them.
  void makeRoom(cache::BlockTable& table, std::size_t tokens);

  // Requests come with rising ids. REQUIRES: prompt fits the context.
  void add(std::unique_ptr<ScheduledRequest> request);
  // Ends a request with Cancelled; unknown ids are ignored.
  void cancel(std::uint64_t id);
  void cancelAll();
  // Ends every request with Failed, for damage that reaches all of them.
  void failAll(const std::string& sentence);
  // Places in the blocks of running requests that hold no token.
  [[nodiscard]] std::size_t emptySlots() const noexcept;
  [[nodiscard]] bool idle() const noexcept { return m_running.empty() && m_waiting.empty(); }

  // One batch through the model. REQUIRES: not idle.
  void step();

  // Logits [last, vocabulary] of the last positions of a sequence of its own. Other requests wait
  // meanwhile. Throws what the model throws. REQUIRES: tokens fit the context, 1 ≤ last ≤ tokens.
  [[nodiscard]] std::vector<float> evaluate(std::span<const TokenId> tokens, std::uint32_t last);

 private:
  struct Slice {
    ScheduledRequest* request;
    std::uint32_t count;
  };
  using Requests = std::vector<std::unique_ptr<ScheduledRequest>>;

  void finishAll(FinishReason reason, const std::string& failure);
  void admit();
  void planStep();
  [[nodiscard]] bool makeRoomFor(ScheduledRequest& request, std::size_t tokens);
  void preemptYoungest();
  void runSlices(std::span<const Slice> slices);
  void compute(std::span<const Slice> slices);
  [[nodiscard]] std::size_t adoptPrefix(ScheduledRequest& request);
  void keepValid(ScheduledRequest& request);
  void draw(ScheduledRequest& request, std::span<float> logits);
  void removeFinished();

  models::Model& m_model;
  cache::BlockPool& m_pool;
  cache::KvPool& m_storage;
  SchedulerLimits m_limits;
  Requests m_running;                                       // oldest first
  std::deque<std::unique_ptr<ScheduledRequest>> m_waiting;  // all younger than the running ones
  std::vector<Slice> m_plan;
  std::vector<float> m_logits;  // [outputs of a step, vocabulary]
};

}  // namespace alcove::runtime
