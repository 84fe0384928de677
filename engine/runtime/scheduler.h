// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cache/block_table.h"
#include "models/model.h"
#include "runtime/draft_model.h"
#include "runtime/scheduled_request.h"
#include "runtime/step_cost.h"

namespace alcove::runtime {

struct SchedulerLimits {
  std::uint32_t contextTokens = 0;
  std::uint32_t batchTokens = 512;  // no step computes more
  std::uint32_t promptSlice =
      128;  // of prompts in a step that also decodes, so that streams do not stutter
  std::uint32_t runningRequests = 32;  // others wait
  // Prompts take turns after this many tokens, so that a short one need not wait for a long one.
  std::uint32_t turnTokens = 512;
  // Beside more urgent requests, background ones take part in one step out of this many.
  std::uint32_t backgroundEvery = 8;
  // A request that was left out of this many steps gets more urgent.
  std::uint32_t agingSteps = 256;
  // Whoever owns the scheduler has more memory elsewhere, and wants to hear where there is not
  // enough for a request.
  bool memoryElsewhere = false;
};

// How answers are drafted ahead (decision 0013). Drafts change how fast answers come, and never
// what they say.
struct DraftOptions {
  // Both outlive the scheduler.
  StepCost* cost = nullptr;              // null: nothing is drafted
  DraftModel* model = nullptr;           // null: drafts come from the requests' own text alone
  std::uint32_t mostDraftedTokens = 12;  // of one request in one step
  // Drafts widen no step beyond this, nor beyond what the model computes as it does one token:
  // other roundings are not to be what tips an answer.
  std::uint32_t mostStepTokens = 15;
};

// How things stand, and what has happened so far.
struct SchedulerCounts {
  std::uint32_t running = 0;
  std::uint32_t waiting = 0;
  std::uint64_t preemptions = 0;
  std::uint64_t draftedTokens = 0;
  std::uint64_t acceptedTokens = 0;  // of these
};

// Decides what each step computes, and runs it. A step has one token of every running request
// whose prompt is done, and slices of prompts up to the budget; if there are none, drafts of what
// follows those tokens, where that pays.
//
// Who runs: the more urgent ones, then the older ones; waiting makes more urgent, so everybody's
// turn comes. A request whose prompt begins with tokens that are being computed for another one
// waits for them and shares them. When blocks run out, the last in that order gives all of its own
// up and waits to be computed again; the first can always go on, because the pool holds at least
// what one sequence has at once and one block more. That is a whole context, or less where the
// model has a window: then sequences give back the blocks behind it as they grow.
//
// A failure ends the request that caused it and no other; a failure of the device ends none, and is
// thrown, because another one may go on with them. A request that grows past the length from which
// the model computes sequences differently is computed again. All calls come from one thread, the
// engine's.
class Scheduler {
 public:
  // All references must outlive this. REQUIRES: the pool holds what one sequence has at once, and
  // one block more.
  Scheduler(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
            SchedulerLimits limits, DraftOptions drafts = {});
  ~Scheduler();

  // An empty sequence in this scheduler's cache.
  [[nodiscard]] cache::BlockTable newTable(cache::Sharing sharing);

  // Reserves blocks for a sequence outside the schedule, taking them from the last requests.
  // REQUIRES: all such sequences together fit what one may have, or what was free before them.
  void makeRoom(cache::BlockTable& table, std::size_t tokens);

  // Requests come with rising ids, and get a table of this scheduler's cache. REQUIRES: prompt fits
  // the context.
  void add(std::unique_ptr<ScheduledRequest> request);
  // Ends a request with Cancelled; unknown ids are ignored.
  void cancel(std::uint64_t id);
  void cancelAll();
  // Ends every request with Failed, for damage that reaches all of them.
  void failAll(const std::string& sentence);
  // Gives up all requests, by id, for another scheduler: nothing of the cache stays with them, and
  // what they have written so far does.
  [[nodiscard]] std::vector<std::unique_ptr<ScheduledRequest>> takeAll();
  // Places in the blocks of running requests that hold no token.
  [[nodiscard]] std::size_t emptySlots() const noexcept;
  [[nodiscard]] bool idle() const noexcept { return m_running.empty() && m_waiting.empty(); }
  [[nodiscard]] SchedulerCounts counts() const noexcept;

  // One batch through the model. Throws Error Device, and OutOfMemory with memoryElsewhere; then
  // the requests are as if the step had not been, or had been done in part. REQUIRES: not idle.
  void step();

  // Logits [last, vocabulary] of the last positions of a sequence of its own. Other requests wait
  // meanwhile. Throws what the model throws, and Unsupported if it takes no adapters. REQUIRES:
  // tokens fit the context, 1 ≤ last ≤ tokens.
  [[nodiscard]] std::vector<float> evaluate(std::span<const TokenId> tokens, std::uint32_t last,
                                            std::span<const models::AdapterUse> adapters = {});

 private:
  struct Slice {
    ScheduledRequest* request;
    std::uint32_t count;              // of its tokens
    std::vector<TokenId> draft = {};  // computed after them, in case the answer goes on so
    DraftKind kind = DraftKind::Lookup;
  };
  struct DraftOrder {
    Slice* slice;
    std::uint32_t count;
  };
  using Requests = std::vector<std::unique_ptr<ScheduledRequest>>;

  static void forgetCache(ScheduledRequest& request);
  [[nodiscard]] static Requests::iterator findIn(Requests& requests, std::uint64_t id);
  void finishAll(FinishReason reason, const std::string& failure);
  void removeFinished();

  // scheduler_admission.cpp: who runs
  void age();
  void admit();
  [[nodiscard]] ScheduledRequest* nextWaiting() const;
  [[nodiscard]] bool waitsForPrefix(const ScheduledRequest& request) const;
  [[nodiscard]] bool makeWay(ScheduledRequest& request);
  [[nodiscard]] std::size_t blocksToAdmit(const ScheduledRequest& request) const;
  [[nodiscard]] std::size_t missingBlocks(const ScheduledRequest& request) const;
  [[nodiscard]] std::size_t blocksToGrow(const ScheduledRequest& request, std::size_t covered,
                                         std::size_t held) const;
  [[nodiscard]] std::size_t owedBlocks() const;
  [[nodiscard]] const cache::ChainKey& startOf(const ScheduledRequest& request) const;
  [[nodiscard]] static std::span<const TokenId> knowable(const ScheduledRequest& request);
  [[nodiscard]] std::size_t adoptPrefix(ScheduledRequest& request);
  void preemptLast();

  // scheduler_plan.cpp: what a step computes
  void planStep();
  void planTokens(bool background);
  void planPrompts(bool background);
  [[nodiscard]] bool takesPart(const ScheduledRequest& request, bool background) const;
  [[nodiscard]] bool makeRoomFor(ScheduledRequest& request, std::size_t tokens);

  // scheduler_drafts.cpp: what is computed ahead, and which of it was right
  void planDrafts();
  [[nodiscard]] bool draftFromText(Slice& slice, std::uint32_t most, StepOutlook& step);
  [[nodiscard]] std::uint32_t countForModel(Slice& slice, std::uint32_t most, StepOutlook& step);
  [[nodiscard]] bool addDraft(Slice& slice, DraftKind kind, std::uint32_t count, StepOutlook& step);
  void askDraftModel(std::span<const DraftOrder> orders);
  [[nodiscard]] std::uint32_t mostToDraft(const ScheduledRequest& request) const;
  void drawSlice(const Slice& slice, std::span<float> logits);

  // scheduler_step.cpp: computing and drawing
  void runSlices(std::span<const Slice> slices);
  void blame(std::span<const Slice> slices);
  [[nodiscard]] bool isOfDevice(ErrorCode code, std::span<const Slice> slices) const;
  void compute(std::span<const Slice> slices);
  void runModel(std::span<const Slice> slices);
  [[nodiscard]] bool draw(ScheduledRequest& request, std::span<float> logits, TokenId drafted);
  void settle(ScheduledRequest& request);

  models::Model& m_model;
  cache::BlockPool& m_pool;
  cache::KvPool& m_storage;
  SchedulerLimits m_limits;
  DraftOptions m_drafts;
  std::size_t m_mostBlocks;  // that a sequence has at once
  Requests m_running;        // by rank
  Requests m_waiting;
  std::vector<Slice> m_plan;
  std::vector<float> m_logits;  // [outputs of a step, vocabulary]
  std::uint64_t m_steps = 0;
  std::uint64_t m_preemptions = 0;
  std::uint64_t m_draftedTokens = 0;
  std::uint64_t m_acceptedTokens = 0;
};

}  // namespace alcove::runtime
