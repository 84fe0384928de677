// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/part_claims.h"

namespace alcove::base {
namespace {

// A share's state in one word: the stage, then 8 bits for each end. At a million stages in a
// second, 48 bits last for nine years: no number comes twice.
struct State {
  std::uint64_t stage;
  int front, back;

  explicit State(std::uint64_t word)
      : stage(word >> 16), front(int(word >> 8 & 0xff)), back(int(word & 0xff)) {}
  [[nodiscard]] std::uint64_t word() const {
    return stage << 16 | std::uint64_t(front) << 8 | std::uint64_t(back);
  }
};

}  // namespace

// Relaxed is enough: what a part reads was made visible when its stage began, and of two threads
// that want the same part the exchange lets only one have it.
std::optional<int> PartClaims::takeFrom(Share& share, std::uint64_t stage, int count,
                                        bool own) noexcept {
  std::uint64_t word = share.state.load(std::memory_order_relaxed);
  for (;;) {
    State state(word);
    if (state.stage > stage) return std::nullopt;  // over: a later one has begun
    if (state.stage < stage) {
      state = State(0);
      state.stage = stage;
    }
    if (state.front + state.back == count) return std::nullopt;
    const int part = own ? state.front++ : count - ++state.back;
    if (share.state.compare_exchange_weak(word, state.word(), std::memory_order_relaxed))
      return part;
  }
}

std::optional<int> PartClaims::take(std::uint64_t stage, int parts, int thread) noexcept {
  const int threads = int(m_shares.size());
  for (int i = 0; i < threads; ++i) {
    const int owner = thread + i < threads ? thread + i : thread + i - threads;
    const int begin = int(std::int64_t(parts) * owner / threads);
    const int end = int(std::int64_t(parts) * (owner + 1) / threads);
    if (begin == end) continue;
    if (const auto part = takeFrom(m_shares[std::size_t(owner)], stage, end - begin, i == 0))
      return begin + *part;
  }
  return std::nullopt;
}

}  // namespace alcove::base
