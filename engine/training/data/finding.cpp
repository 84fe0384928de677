// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/finding.h"

#include <utility>

namespace alcove::training {

const char* severityName(Severity severity) noexcept {
  switch (severity) {
    case Severity::Stops:
      return "stops";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      break;
  }
  return "note";
}

void Findings::add(Finding finding) {
  ++m_counts[finding.kind];
  m_stops = m_stops || finding.severity == Severity::Stops;
  if (++m_listedOf[finding.kind] <= kMaxListed) m_listed.push_back(std::move(finding));
}

void Findings::add(const Findings& others) {
  for (const Finding& finding : others.m_listed)
    if (++m_listedOf[finding.kind] <= kMaxListed) m_listed.push_back(finding);
  for (const auto& [kind, count] : others.m_counts) m_counts[kind] += count;
  m_stops = m_stops || others.m_stops;
}

std::size_t Findings::count(std::string_view kind) const {
  const auto found = m_counts.find(kind);
  return found == m_counts.end() ? 0 : found->second;
}

}  // namespace alcove::training
