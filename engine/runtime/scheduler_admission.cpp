// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Who runs: admission, ageing, and giving up blocks.
#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {
namespace {

// Waiting for less is not worth a step.
constexpr std::size_t kSharedBlocksWorthWaiting = 2;

Priority moreUrgent(Priority priority) {
  return priority == Priority::Background ? Priority::Normal : Priority::Interactive;
}

std::size_t commonPrefix(const std::vector<TokenId>& a, const std::vector<TokenId>& b) {
  return std::size_t(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

void Scheduler::age() {
  for (const auto& request : m_running) ++request->idleSteps;
  for (const auto& request : m_waiting)
    if (++request->idleSteps % m_limits.agingSteps == 0)
      request->urgency = moreUrgent(request->urgency);
}

void Scheduler::admit() {
  while (true) {
    ScheduledRequest* next = nextWaiting();
    if (next == nullptr || !makeWay(*next)) return;
    const auto it = findIn(m_waiting, next->id);
    std::unique_ptr<ScheduledRequest> request = std::move(*it);
    m_waiting.erase(it);
    if (!std::exchange(request->admitted, true))
      request->answer.stats().cachedPromptTokens = std::uint32_t(request->table.size());
    request->answer.beginPrompt();
    const auto place = std::ranges::upper_bound(
        m_running, request->rank(), {}, [](const auto& running) { return running->rank(); });
    m_running.insert(place, std::move(request));
  }
}

// The first in rank that has nothing to wait for but room; null if there is none.
ScheduledRequest* Scheduler::nextWaiting() const {
  ScheduledRequest* first = nullptr;
  for (const auto& request : m_waiting)
    if ((first == nullptr || request->rank() < first->rank()) && !waitsForPrefix(*request))
      first = request.get();
  return first;
}

// True if a good part of its prompt is just being computed for a request that gets on as fast as
// this one would.
bool Scheduler::waitsForPrefix(const ScheduledRequest& request) const {
  const std::size_t blockTokens = m_pool.blockTokens();
  return std::ranges::any_of(m_running, [&](const auto& other) {
    if (other->pending() <= 1 || other->priority > request.priority) return false;
    if (other->table.start() != startOf(request)) return false;
    // The last token of a prompt is computed for itself alone: its logits are drawn from.
    const std::size_t common =
        std::min(commonPrefix(request.tokens, other->tokens), request.tokens.size() - 1);
    return common / blockTokens >= other->table.size() / blockTokens + kSharedBlocksWorthWaiting;
  });
}

// Finds a slot and blocks for a waiting request, if need be at the cost of less urgent ones.
// False if it has to wait; then it was only looked at what the cache has of it.
bool Scheduler::makeWay(ScheduledRequest& request) {
  const auto outranksLast = [&] {
    return !m_running.empty() && m_running.back()->urgency > request.urgency;
  };
  if (m_running.size() >= m_limits.runningRequests) {
    if (!outranksLast()) return false;
    preemptLast();
  }
  if (!m_running.empty() && !outranksLast() && owedBlocks() >= m_pool.available()) return false;
  while (!m_running.empty() && blocksToAdmit(request) + owedBlocks() > m_pool.available()) {
    if (!outranksLast()) return false;
    preemptLast();
  }
  (void)adoptPrefix(request);
  return true;
}

// What a waiting request would take of the blocks that nobody holds, for its tokens of now and the
// next one.
std::size_t Scheduler::blocksToAdmit(const ScheduledRequest& request) const {
  const cache::BlockPool::Known known = request.table.known(knowable(request), startOf(request));
  return known.needed - known.held + blocksToGrow(request, known.blocks, known.needed);
}

// What those that run have yet to take for their tokens, and one more block for each: whoever is
// let in without leaving them that would be thrown out again at once.
std::size_t Scheduler::owedBlocks() const {
  std::size_t blocks = 0;
  for (const auto& request : m_running) blocks += std::max<std::size_t>(missingBlocks(*request), 1);
  return blocks;
}

std::size_t Scheduler::missingBlocks(const ScheduledRequest& request) const {
  return blocksToGrow(request, request.table.blocks().size(), request.table.heldBlocks());
}

// What its tokens of now, and the next one, need when there are blocks for the first `covered`, of
// which it holds `held`. What lies behind its window comes back meanwhile.
std::size_t Scheduler::blocksToGrow(const ScheduledRequest& request, std::size_t covered,
                                    std::size_t held) const {
  const std::size_t wanted = request.tokens.size() / m_pool.blockTokens() + 1;
  return std::min(wanted - std::min(wanted, covered), m_mostBlocks - std::min(m_mostBlocks, held));
}

// Sequences on the two sides of the model's switch share no blocks.
const cache::ChainKey& Scheduler::startOf(const ScheduledRequest& request) const {
  const std::uint32_t switchLength = m_model.switchLengthTokens();
  return switchLength > 0 && request.tokens.size() > switchLength ? request.longStart
                                                                  : request.start;
}

// The last token is always computed: its logits are what is drawn from.
std::span<const TokenId> Scheduler::knowable(const ScheduledRequest& request) {
  return std::span(request.tokens).first(request.tokens.size() - 1);
}

std::size_t Scheduler::adoptPrefix(ScheduledRequest& request) {
  return request.table.adopt(knowable(request), startOf(request));
}

void Scheduler::preemptLast() {
  ALCOVE_ASSERT(!m_running.empty());
  std::unique_ptr<ScheduledRequest> last = std::move(m_running.back());
  m_running.pop_back();
  std::erase_if(m_plan, [&](const Slice& slice) { return slice.request == last.get(); });
  forgetCache(*last);
  m_waiting.push_back(std::move(last));
  ++m_preemptions;
}

}  // namespace alcove::runtime
