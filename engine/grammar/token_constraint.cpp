// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/token_constraint.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.h"
#include "grammar/limits.h"

namespace alcove::grammar {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();
constexpr std::size_t kBits = 64;

void allow(TokenMask& mask, TokenId id) {
  mask[std::size_t(id) / kBits] |= std::uint64_t(1) << (std::size_t(id) % kBits);
}

// Returns whether anything is left.
bool apply(const TokenMask& mask, std::span<float> logits) {
  bool left = false;
  for (std::size_t word = 0; word * kBits < logits.size(); ++word) {
    const std::uint64_t bits = word < mask.size() ? mask[word] : 0;
    const std::span<float> part =
        logits.subspan(word * kBits, std::min(kBits, logits.size() - word * kBits));
    left = left || bits != 0;
    if (bits == ~std::uint64_t(0)) continue;
    if (bits == 0) {
      std::ranges::fill(part, kNever);
      continue;
    }
    for (std::size_t bit = 0; bit < part.size(); ++bit)
      if ((bits >> bit & 1) == 0) part[bit] = kNever;
  }
  return left;
}

}  // namespace

MaskMemory::MaskMemory(std::shared_ptr<const Grammar> grammar,
                       std::shared_ptr<const TokenTrie> trie)
    : m_grammar(std::move(grammar)), m_trie(std::move(trie)), m_space(m_grammar->automaton()) {
  m_path.resize(m_trie->maxDepth() + 1);
}

std::shared_ptr<const TokenMask> MaskMemory::mask(Place place) {
  const std::lock_guard lock(m_mutex);
  if (const auto known = m_masks.find(place); known != m_masks.end()) return known->second;
  m_space.beginStep();
  auto mask = std::make_shared<const TokenMask>(computeMask(place));
  if ((m_masks.size() + 1) * mask->size() * sizeof(std::uint64_t) > kMaxMaskBytes) m_masks.clear();
  m_masks.emplace(place, mask);
  return mask;
}

// A walk over the trie in which a byte that leads nowhere takes all tokens that go on from it out.
TokenMask MaskMemory::computeMask(Place place) {
  TokenMask mask((m_trie->vocabulary() + kBits - 1) / kBits, 0);
  const std::span<const TokenTrie::Node> nodes = m_trie->nodes();
  const std::span<const TokenId> tokens = m_trie->tokens();
  m_path[0] = place;
  for (std::size_t i = 0; i + 1 < nodes.size();) {
    const TokenTrie::Node& node = nodes[i];
    const Place to = m_space.next(m_path[node.depth - 1u], node.byte);
    if (to == StateSpace::kDead) {
      i = node.skip;
      continue;
    }
    m_path[node.depth] = to;
    for (std::uint32_t t = node.token; t < nodes[i + 1].token; ++t) allow(mask, tokens[t]);
    ++i;
  }
  if (m_space.complete(place))
    for (const TokenId end : m_trie->ends()) allow(mask, end);
  return mask;
}

MaskMemory::Place MaskMemory::follow(Place place, TokenId token) {
  const std::lock_guard lock(m_mutex);
  m_space.beginStep();
  const std::string_view bytes = m_trie->bytes(token);
  if (bytes.empty()) return StateSpace::kDead;
  for (const char byte : bytes) {
    place = m_space.next(place, static_cast<std::uint8_t>(byte));
    if (place == StateSpace::kDead) break;
  }
  return place;
}

MaskMemory::Place MaskMemory::adopt(MaskMemory& other, Place place) {
  const std::lock_guard lock(other.m_mutex);
  m_space.beginStep();
  return m_space.import(other.m_space, place);
}

bool MaskMemory::complete(Place place) const {
  const std::lock_guard lock(m_mutex);
  return m_space.complete(place);
}

bool MaskMemory::closed(Place place) const {
  const std::lock_guard lock(m_mutex);
  return m_space.closed(place);
}

TokenConstraint::TokenConstraint(std::shared_ptr<MaskMemory> memory)
    : m_memory(std::move(memory)), m_place(m_memory->start()) {}

template <class Step>
auto TokenConstraint::withRoom(Step step) {
  try {
    return step(*m_memory, m_place);
  } catch (const StateSpace::Full&) {
  }
  try {
    auto fresh = std::make_shared<MaskMemory>(m_memory->grammar(), m_memory->trie());
    const StateSpace::Place place = fresh->adopt(*m_memory, m_place);
    auto result = step(*fresh, place);
    m_memory = std::move(fresh);
    m_place = place;
    return result;
  } catch (const StateSpace::Full&) {
    throw Error(ErrorCode::LimitExceeded,
                "The grammar needs more memory for one step than a request may take; make its "
                "choices differ earlier.");
  }
}

void TokenConstraint::mask(std::span<float> logits) {
  const auto allowed =
      withRoom([](MaskMemory& memory, StateSpace::Place place) { return memory.mask(place); });
  if (!apply(*allowed, logits))
    throw Error(ErrorCode::LimitExceeded,
                "No token of this model can go on from here under the grammar.");
}

void TokenConstraint::accept(std::int32_t token) {
  const TokenTrie& trie = *m_memory->trie();
  const bool known = token >= 0 && std::size_t(token) < trie.vocabulary();
  if (known && trie.isEnd(token) && complete()) return;
  StateSpace::Place to = StateSpace::kDead;
  if (known)
    to = withRoom(
        [&](MaskMemory& memory, StateSpace::Place place) { return memory.follow(place, token); });
  if (to == StateSpace::kDead)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Token {} is not allowed here by the grammar.", token));
  m_place = to;
}

bool TokenConstraint::complete() const { return m_memory->complete(m_place); }

bool TokenConstraint::finished() const {
  return m_memory->complete(m_place) && m_memory->closed(m_place);
}

std::unique_ptr<sampling::Constraint> TokenConstraint::clone() const {
  return std::make_unique<TokenConstraint>(*this);
}

std::shared_ptr<sampling::Constraint> constrain(std::shared_ptr<const Grammar> grammar,
                                                std::shared_ptr<const TokenTrie> trie) {
  ALCOVE_ASSERT(grammar && trie);
  return std::make_shared<TokenConstraint>(
      std::make_shared<MaskMemory>(std::move(grammar), std::move(trie)));
}

}  // namespace alcove::grammar
