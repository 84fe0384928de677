// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/scheduler.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/assert.h"
#include "runtime/adapter_set.h"

namespace alcove::runtime {

Scheduler::Scheduler(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
                     SchedulerLimits limits, DraftOptions drafts)
    : m_model(model), m_pool(pool), m_storage(storage), m_limits(limits), m_drafts(drafts) {
  const std::size_t tokens =
      std::min<std::size_t>(limits.contextTokens, pool.window().mostTokens(limits.batchTokens));
  m_mostBlocks = (tokens + pool.blockTokens() - 1) / pool.blockTokens();
  ALCOVE_ASSERT(pool.total() > m_mostBlocks);
  ALCOVE_ASSERT(limits.runningRequests < limits.batchTokens);
}

Scheduler::~Scheduler() = default;

cache::BlockTable Scheduler::newTable(cache::Sharing sharing) {
  return {m_pool, m_storage, sharing};
}

void Scheduler::add(std::unique_ptr<ScheduledRequest> request) {
  ALCOVE_ASSERT(!request->tokens.empty() && request->tokens.size() < m_limits.contextTokens);
  if (!request->adapters.empty() && !m_model.takesAdapters()) {
    request->answer.finish(FinishReason::Failed, adaptersElsewhere());
    return;
  }
  request->table = newTable(cache::Sharing::Shared);
  request->start = startWith(m_pool.root(), request->adapters);
  const std::int32_t noToken = -1;
  request->longStart = cache::childKey(request->start, std::span(&noToken, 1));
  m_waiting.push_back(std::move(request));
}

Scheduler::Requests::iterator Scheduler::findIn(Requests& requests, std::uint64_t id) {
  return std::ranges::find_if(requests, [&](const auto& request) { return request->id == id; });
}

void Scheduler::cancel(std::uint64_t id) {
  for (Requests* requests : {&m_running, &m_waiting}) {
    const auto it = findIn(*requests, id);
    if (it == requests->end()) continue;
    (*it)->answer.finish(FinishReason::Cancelled);
    requests->erase(it);
    return;
  }
}

std::size_t Scheduler::emptySlots() const noexcept {
  std::size_t slots = 0;
  for (const auto& request : m_running)
    slots += request->table.blocks().size() * m_pool.blockTokens() - request->table.size();
  return slots;
}

void Scheduler::cancelAll() { finishAll(FinishReason::Cancelled, {}); }

void Scheduler::failAll(const std::string& sentence) { finishAll(FinishReason::Failed, sentence); }

std::vector<std::unique_ptr<ScheduledRequest>> Scheduler::takeAll() {
  m_plan.clear();
  Requests all = std::exchange(m_running, {});
  std::ranges::move(std::exchange(m_waiting, {}), std::back_inserter(all));
  for (const auto& request : all) {
    forgetCache(*request);
    request->table = {};
  }
  std::ranges::sort(all, {}, [](const auto& request) { return request->id; });
  return all;
}

// What it has written stays, and is computed again before it goes on.
void Scheduler::forgetCache(ScheduledRequest& request) {
  request.table.clear();
  request.draftTable.reset();
  request.ownText = NgramIndex();
}

void Scheduler::finishAll(FinishReason reason, const std::string& failure) {
  for (const auto& request : m_running) request->answer.finish(reason, failure);
  for (const auto& request : m_waiting) request->answer.finish(reason, failure);
  m_running.clear();
  m_waiting.clear();
}

SchedulerCounts Scheduler::counts() const noexcept {
  return {std::uint32_t(m_running.size()), std::uint32_t(m_waiting.size()), m_preemptions,
          m_draftedTokens, m_acceptedTokens};
}

void Scheduler::step() {
  ++m_steps;
  age();
  admit();
  planStep();
  planDrafts();
  runSlices(m_plan);
  removeFinished();
}

void Scheduler::removeFinished() {
  std::erase_if(m_running, [](const auto& request) { return request->answer.finished(); });
}

void Scheduler::makeRoom(cache::BlockTable& table, std::size_t tokens) {
  while (!table.reserve(tokens)) {
    ALCOVE_ASSERT(!m_running.empty());
    preemptLast();
  }
}

std::vector<float> Scheduler::evaluate(std::span<const TokenId> tokens, std::uint32_t last,
                                       std::span<const models::AdapterUse> adapters) {
  if (!adapters.empty() && !m_model.takesAdapters())
    throw Error(ErrorCode::Unsupported, adaptersElsewhere());
  ALCOVE_ASSERT(last >= 1 && last <= tokens.size() && tokens.size() <= m_limits.contextTokens);
  cache::BlockTable table = newTable(cache::Sharing::Private);
  const std::size_t vocabulary = m_model.vocabularySize();
  const std::size_t firstOutput = tokens.size() - last;
  std::vector<float> logits(last * vocabulary);
  std::size_t written = 0;
  while (table.size() < tokens.size()) {
    const std::size_t start = table.size();
    const std::size_t count = std::min<std::size_t>(tokens.size() - start, m_limits.batchTokens);
    makeRoom(table, start + count);
    std::vector<std::uint32_t> outputs;
    for (std::size_t i = 0; i < count; ++i)
      if (start + i >= firstOutput) outputs.push_back(std::uint32_t(i));
    const models::BatchSequence sequence{0,
                                         std::uint32_t(count),
                                         std::uint32_t(start),
                                         table.blocks(),
                                         std::uint32_t(tokens.size()),
                                         adapters};
    m_model.forward({tokens.subspan(start, count), std::span(&sequence, 1), outputs}, m_storage,
                    std::span(logits).subspan(written, outputs.size() * vocabulary));
    written += outputs.size() * vocabulary;
    table.append(tokens.subspan(start, count));
    table.releaseUnseen();
  }
  return logits;
}

}  // namespace alcove::runtime
