// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace alcove::base {

// Which parts of the present stage of a team's work are taken. Every thread has a contiguous share
// of them that it takes from the front; when that is used up, it takes from the ends of the others'
// shares. Safe from all threads of the team at once; nobody waits for anybody.
//
// Stages are numbered, upwards, and nothing is set up when one begins: a share that was last
// touched in an earlier stage is whole. So a thread that comes late, with the number of a stage
// that is over, finds nothing, and takes nothing away from the stage that runs meanwhile.
class PartClaims {
 public:
  static constexpr int kMostPartsPerThread = 255;

  explicit PartClaims(int threads) : m_shares(std::size_t(threads)) {}

  // A part of 0 … parts-1 that nobody else gets; none when all are taken, or the stage is over.
  // `stage`: 1 … 2^48-1, and begun: all parts of the earlier ones are finished.
  // `parts`: ≤ threads × kMostPartsPerThread, the same from every thread.
  [[nodiscard]] std::optional<int> take(std::uint64_t stage, int parts, int thread) noexcept;

 private:
  static constexpr std::size_t kCacheLine = 64;
  struct alignas(kCacheLine) Share {
    // The stage in which it was last touched, and how many parts are gone from front and back.
    std::atomic<std::uint64_t> state{0};
  };

  [[nodiscard]] static std::optional<int> takeFrom(Share& share, std::uint64_t stage, int count,
                                                   bool own) noexcept;

  std::vector<Share> m_shares;
};

}  // namespace alcove::base
