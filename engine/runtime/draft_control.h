// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/step_cost.h"

namespace alcove::runtime {

// Where a draft comes from; each has its own record with a request.
enum class DraftKind : std::uint8_t { Lookup, Model };
inline constexpr std::size_t kDraftKinds = 2;

// A step as far as it is planned.
struct StepOutlook {
  std::uint32_t answers = 0;     // that get a token from it at least
  std::uint32_t columns = 0;     // tokens that it computes, drafts included
  double tokens = 0;             // of answers that are expected of it
  double draftMilliseconds = 0;  // that drafting took or will take, by what is planned
};

// Decides for one request how many tokens to draft: as many as make the step bring the most tokens
// in its time, by how many were right lately and what a wider step costs. None, where that is not
// clearly better than none, or where other answers would wait for it; then it tries again now and
// then, ever more rarely. Not thread-safe.
class DraftControl {
 public:
  // `most` ≥ 1. `perToken`: milliseconds that drafting one token takes.
  [[nodiscard]] std::uint32_t choose(DraftKind kind, std::uint32_t most, const StepOutlook& step,
                                     const StepCost& cost, double perToken = 0);
  // Of `drafted` tokens the first `accepted` were right.
  void judged(DraftKind kind, std::uint32_t drafted, std::uint32_t accepted);

  // What was chosen could not be drafted: a trial comes again at the next chance.
  void missed(DraftKind kind);

  // How probably the next drafted token is right, if those before it were: 0 … 1.
  [[nodiscard]] double acceptance(DraftKind kind) const;
  // Tokens of answers that a draft of `drafted` is expected to add.
  [[nodiscard]] double expected(DraftKind kind, std::uint32_t drafted) const;

 private:
  static constexpr std::uint32_t kShortestPause = 16;

  struct Record {
    double right = 2, wrong = 1;           // tokens judged, the older the less
    std::uint32_t quiet = 0;               // chances passed up since the last draft
    std::uint32_t pause = kShortestPause;  // chances to pass up before trying again
  };
  [[nodiscard]] Record& of(DraftKind kind) { return m_records[std::size_t(kind)]; }
  [[nodiscard]] const Record& of(DraftKind kind) const { return m_records[std::size_t(kind)]; }

  std::array<Record, kDraftKinds> m_records;
};

}  // namespace alcove::runtime
