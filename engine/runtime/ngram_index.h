// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tokenizer/tokenizer.h"

namespace alcove::runtime {

using tokenizer::TokenId;

// Finds in a sequence an earlier place that reads like its end, and guesses that it goes on as it
// did there. Takes constant time for each token, on average, and 16 to 32 bytes. The sequence
// itself stays with the caller, who passes it to each call. Not thread-safe.
class NgramIndex {
 public:
  // Takes in what was added to `tokens`. REQUIRES: they begin with those of the call before.
  void update(std::span<const TokenId> tokens);

  // What may follow `tokens`, at most `most`; empty if nothing like their end came before. Of
  // several places the longest match counts, then the latest. REQUIRES: update(tokens).
  [[nodiscard]] std::vector<TokenId> continuation(std::span<const TokenId> tokens,
                                                  std::size_t most) const;

  // Forgets everything: the sequence is another one now.
  void clear() noexcept;

 private:
  // Longer matches first. What follows two equal tokens is too often something else.
  static constexpr std::array<std::size_t, 2> kLengths = {5, 3};

  // Where an n-gram that hashes to a slot ended last, the end excluded; 0: nowhere. Another one
  // with the same slot takes its place: a guess is lost, and no list grows.
  using Slots = std::vector<std::uint32_t>;

  void insert(std::span<const TokenId> tokens, std::size_t end);

  std::array<Slots, kLengths.size()> m_slots;  // each a power of two long
  std::size_t m_taken = 0;                     // tokens that have been taken in
};

}  // namespace alcove::runtime
