// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "sampling/candidates.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"

namespace alcove::sampling {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

bool ranksBefore(const Candidate& a, const Candidate& b) {
  return a.logit != b.logit ? a.logit > b.logit : a.id < b.id;
}

// Fills `list` with the `count` best of `logits`, best first. Collects what beats the worst of
// the best so far and cuts the collection back whenever it is full: linear in the vocabulary.
void selectBest(std::span<const float> logits, std::size_t count, std::vector<Candidate>& list) {
  const std::size_t full = std::max<std::size_t>(4 * count, 1024);
  list.clear();
  float threshold = kNever;
  for (std::size_t id = 0; id < logits.size(); ++id) {
    if (!(logits[id] > threshold)) continue;
    list.push_back({std::int32_t(id), logits[id]});
    if (list.size() < full) continue;
    std::nth_element(list.begin(), list.begin() + std::ptrdiff_t(count) - 1, list.end(),
                     ranksBefore);
    list.resize(count);
    // A later equal has a higher id, so it would rank behind: only more than this can enter.
    threshold = list.back().logit;
  }
  const std::size_t stay = std::min(count, list.size());
  std::partial_sort(list.begin(), list.begin() + std::ptrdiff_t(stay), list.end(), ranksBefore);
  list.resize(stay);
}

}  // namespace

Candidates::Candidates(std::span<float> logits, std::vector<Candidate>& scratch)
    : m_logits(logits), m_list(scratch) {
  ALCOVE_ASSERT(!logits.empty());
  for (float& logit : m_logits) logit = logit == logit ? logit : kNever;
}

Candidate Candidates::best() const {
  if (!m_whole) return m_list.front();
  std::size_t best = 0;
  for (std::size_t id = 1; id < m_logits.size(); ++id)
    if (m_logits[id] > m_logits[best]) best = id;
  return {std::int32_t(best), m_logits[best]};
}

void Candidates::keep(std::vector<Candidate> some) {
  ALCOVE_ASSERT(!some.empty());
  m_list.assign(some.begin(), some.end());
  std::sort(m_list.begin(), m_list.end(), ranksBefore);
  m_whole = false;
}

void Candidates::keepBest(std::size_t count) {
  ALCOVE_ASSERT(count > 0);
  if (m_whole) {
    const Candidate first = best();
    selectBest(m_logits, count, m_list);
    if (m_list.empty()) m_list.push_back(first);
    m_whole = false;
  } else if (count < m_list.size()) {
    m_list.resize(count);
  }
}

void Candidates::keepAtLeast(float logit) {
  if (m_whole) {
    const Candidate first = best();
    m_list.clear();
    for (std::size_t id = 0; id < m_logits.size(); ++id)
      if (m_logits[id] >= logit) m_list.push_back({std::int32_t(id), m_logits[id]});
    if (m_list.empty()) m_list.push_back(first);
    std::sort(m_list.begin(), m_list.end(), ranksBefore);
    m_whole = false;
    return;
  }
  const auto end = std::find_if(m_list.begin() + 1, m_list.end(), [&](const Candidate& candidate) {
    return candidate.logit < logit;
  });
  m_list.erase(end, m_list.end());
}

}  // namespace alcove::sampling
