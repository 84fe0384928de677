// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/ngram_index.h"

#include <algorithm>
#include <bit>

#include "base/assert.h"

namespace alcove::runtime {
namespace {

constexpr std::size_t kFewestSlots = 256;

std::size_t slotOf(std::span<const TokenId> ngram, std::size_t slots) {
  std::uint64_t hash = 0x9e3779b97f4a7c15u;
  for (const TokenId token : ngram) {
    hash = (hash ^ std::uint32_t(token)) * 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
  }
  return std::size_t(hash) & (slots - 1);
}

}  // namespace

void NgramIndex::update(std::span<const TokenId> tokens) {
  ALCOVE_ASSERT(tokens.size() >= m_taken);
  if (tokens.size() * 2 > m_slots[0].size()) {
    const std::size_t slots = std::max(std::bit_ceil(tokens.size() * 2), kFewestSlots);
    for (Slots& table : m_slots) table.assign(slots, 0);
    m_taken = 0;
  }
  // The n-gram at the very end is not taken in: nothing follows it yet.
  for (std::size_t end = std::max<std::size_t>(m_taken, 1); end < tokens.size(); ++end)
    insert(tokens, end);
  m_taken = tokens.size();
}

void NgramIndex::insert(std::span<const TokenId> tokens, std::size_t end) {
  for (std::size_t i = 0; i < kLengths.size(); ++i) {
    if (end < kLengths[i]) continue;
    const auto ngram = tokens.subspan(end - kLengths[i], kLengths[i]);
    m_slots[i][slotOf(ngram, m_slots[i].size())] = std::uint32_t(end);
  }
}

std::vector<TokenId> NgramIndex::continuation(std::span<const TokenId> tokens,
                                              std::size_t most) const {
  ALCOVE_ASSERT(tokens.size() == m_taken);
  for (std::size_t i = 0; i < kLengths.size(); ++i) {
    if (tokens.size() < kLengths[i]) continue;
    const auto end = tokens.last(kLengths[i]);
    const std::size_t at = m_slots[i][slotOf(end, m_slots[i].size())];
    if (at == 0 || !std::ranges::equal(tokens.subspan(at - kLengths[i], kLengths[i]), end))
      continue;
    // Where the earlier place runs into the end, the text repeats itself, and goes on doing so.
    std::vector<TokenId> guess;
    for (std::size_t from = at; guess.size() < most; ++from)
      guess.push_back(from < tokens.size() ? tokens[from] : guess[from - tokens.size()]);
    return guess;
  }
  return {};
}

void NgramIndex::clear() noexcept {
  for (Slots& table : m_slots) table.clear();
  m_taken = 0;
}

}  // namespace alcove::runtime
