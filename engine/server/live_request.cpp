// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/live_request.h"

#include <utility>

#include "runtime/engine.h"
#include "server/metrics.h"

namespace alcove::server {
namespace {

double millisecondsBetween(LiveRequest::Clock::time_point from, LiveRequest::Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace

const char* requestStateName(RequestState state) noexcept {
  switch (state) {
    case RequestState::Waiting:
      return "waiting";
    case RequestState::Answering:
      return "answering";
    case RequestState::Over:
      return "over";
  }
  return "over";
}

LiveRequest::LiveRequest(RequestOrigin origin, Metrics& metrics)
    : m_origin(std::move(origin)), m_metrics(metrics) {}

LiveRequest::Progress LiveRequest::progress() const {
  const std::lock_guard lock(m_mutex);
  const auto now = Clock::now();
  Progress progress;
  progress.state = m_over         ? RequestState::Over
                   : m_firstToken ? RequestState::Answering
                                  : RequestState::Waiting;
  progress.promptTokens = m_promptTokens;
  progress.cachedTokens = m_cachedTokens;
  progress.completionTokens = m_completionTokens;
  progress.elapsed_ms = millisecondsBetween(m_began, now);
  if (!m_firstToken) return progress;
  progress.firstToken_ms = millisecondsBetween(m_began, *m_firstToken);
  const double writing_ms = millisecondsBetween(*m_firstToken, m_lastToken);
  if (writing_ms > 0) progress.tokensPerSecond = double(m_completionTokens - 1) * 1000 / writing_ms;
  return progress;
}

void LiveRequest::addPrompt(std::uint64_t tokens) {
  {
    const std::lock_guard lock(m_mutex);
    m_promptTokens += tokens;
  }
  m_metrics.countPrompt(tokens);
}

void LiveRequest::observe(const runtime::GenerationEvent& event) {
  if (event.last) {
    m_metrics.countCached(event.stats.cachedPromptTokens);
    m_metrics.countDrafts(event.stats.draftedTokens, event.stats.acceptedTokens);
    const std::lock_guard lock(m_mutex);
    m_cachedTokens += event.stats.cachedPromptTokens;
    return;
  }
  const auto now = Clock::now();
  double waited_ms;
  bool first;
  {
    const std::lock_guard lock(m_mutex);
    first = !m_firstToken;
    waited_ms = millisecondsBetween(first ? m_began : m_lastToken, now);
    if (first) m_firstToken = now;
    m_lastToken = now;
    ++m_completionTokens;
  }
  m_metrics.countToken(first, waited_ms / 1000);
}

void LiveRequest::end() {
  const std::lock_guard lock(m_mutex);
  m_over = true;
}

}  // namespace alcove::server
