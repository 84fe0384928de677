// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/metrics.h"

#include <algorithm>

namespace alcove::server {

Histogram::Histogram(std::vector<double> limits)
    : m_limits(std::move(limits)), m_counts(m_limits.size()) {}

void Histogram::add(double value) {
  const auto limit = std::ranges::lower_bound(m_limits, value);
  if (limit != m_limits.end()) ++m_counts[std::size_t(limit - m_limits.begin())];
  ++m_count;
  m_sum += value;
}

Metrics::Metrics()
    : m_totals{{},
               0,
               0,
               0,
               0,
               0,
               Histogram({0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60}),
               Histogram({0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5}),
               Histogram({0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300})} {}

void Metrics::countRequest(const std::string& route, int status) {
  const std::lock_guard lock(m_mutex);
  ++m_totals.requests[{route, status}];
}

void Metrics::countDuration(double seconds) {
  const std::lock_guard lock(m_mutex);
  m_totals.whole.add(seconds);
}

void Metrics::countPrompt(std::uint64_t tokens) {
  const std::lock_guard lock(m_mutex);
  m_totals.promptTokens += tokens;
}

void Metrics::countCached(std::uint64_t tokens) {
  const std::lock_guard lock(m_mutex);
  m_totals.cachedTokens += tokens;
}

void Metrics::countDrafts(std::uint64_t drafted, std::uint64_t accepted) {
  const std::lock_guard lock(m_mutex);
  m_totals.draftedTokens += drafted;
  m_totals.acceptedTokens += accepted;
}

void Metrics::countToken(bool first, double seconds) {
  const std::lock_guard lock(m_mutex);
  ++m_totals.completionTokens;
  (first ? m_totals.firstToken : m_totals.perToken).add(seconds);
}

Metrics::Totals Metrics::totals() const {
  const std::lock_guard lock(m_mutex);
  return m_totals;
}

}  // namespace alcove::server
