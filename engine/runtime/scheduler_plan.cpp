// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What a step computes: tokens of answers first, then slices of prompts.
#include <algorithm>
#include <tuple>

#include "base/assert.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {

void Scheduler::planStep() {
  m_plan.clear();
  const bool urgent = std::ranges::any_of(
      m_running, [](const auto& request) { return request->priority != Priority::Background; });
  const bool background = !urgent || m_steps % m_limits.backgroundEvery == 0;
  planTokens(background);
  planPrompts(background);
  if (m_plan.empty() &&
      !background) {  // those that may go on wait for blocks of those that may not
    planTokens(true);
    planPrompts(true);
  }
  ALCOVE_ASSERT(!m_plan.empty() || m_running.empty());
}

bool Scheduler::takesPart(const ScheduledRequest& request, bool background) const {
  return background || request.priority != Priority::Background;
}

void Scheduler::planTokens(bool background) {
  // By index: making room takes requests off the end.
  for (std::size_t i = 0; i < m_running.size(); ++i) {
    ScheduledRequest& request = *m_running[i];
    if (request.pending() != 1 || !takesPart(request, background)) continue;
    if (makeRoomFor(request, request.tokens.size())) m_plan.push_back({&request, 1});
  }
}

void Scheduler::planPrompts(bool background) {
  std::vector<ScheduledRequest*> prompts;
  for (const auto& request : m_running)
    if (request->pending() > 1 && takesPart(*request, background)) prompts.push_back(request.get());
  // Whoever was left out for long comes first; else the more urgent, and among these who has had
  // the fewest turns.
  std::ranges::sort(prompts, {}, [&](const ScheduledRequest* request) {
    return std::tuple(request->idleSteps < m_limits.agingSteps, request->priority,
                      request->servedTokens / m_limits.turnTokens, request->id);
  });
  std::size_t budget = m_plan.empty() ? m_limits.batchTokens
                                      : std::min<std::size_t>(m_limits.promptSlice,
                                                              m_limits.batchTokens - m_plan.size());
  for (ScheduledRequest* request : prompts) {
    if (budget == 0) return;
    if (findIn(m_running, request->id) == m_running.end()) continue;  // had to make room
    const std::size_t count = std::min(request->pending(), budget);
    if (!makeRoomFor(*request, request->table.size() + count)) continue;
    m_plan.push_back({request, std::uint32_t(count)});
    budget -= count;
  }
}

// Takes blocks from those behind `request` in rank; false if that is not enough.
bool Scheduler::makeRoomFor(ScheduledRequest& request, std::size_t tokens) {
  while (!request.table.reserve(tokens)) {
    if (m_running.back().get() == &request) return false;
    preemptLast();
  }
  return true;
}

}  // namespace alcove::runtime
