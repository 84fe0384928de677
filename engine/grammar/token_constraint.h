// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "grammar/grammar.h"
#include "grammar/state_space.h"
#include "grammar/token_trie.h"
#include "sampling/constraint.h"

namespace alcove::grammar {

// One bit for each token of the vocabulary, set where it is allowed.
using TokenMask = std::vector<std::uint64_t>;

// What constraints on one grammar and one vocabulary have computed so far. Safe to use from any
// thread; held by all of them that share it.
class MaskMemory {
 public:
  using Place = StateSpace::Place;

  MaskMemory(std::shared_ptr<const Grammar> grammar, std::shared_ptr<const TokenTrie> trie);

  // The functions below throw StateSpace::Full where the memory is used up; then nothing that they
  // were asked about has changed, and a fresh memory can go on from adopt().
  [[nodiscard]] std::shared_ptr<const TokenMask> mask(Place place);
  // Where the bytes of a token lead to; kDead if they are not allowed.
  [[nodiscard]] Place follow(Place place, TokenId token);
  [[nodiscard]] Place adopt(MaskMemory& other, Place place);

  [[nodiscard]] Place start() const { return m_space.start(); }
  [[nodiscard]] bool complete(Place place) const;
  [[nodiscard]] bool closed(Place place) const;

  [[nodiscard]] const std::shared_ptr<const Grammar>& grammar() const { return m_grammar; }
  [[nodiscard]] const std::shared_ptr<const TokenTrie>& trie() const { return m_trie; }

 private:
  [[nodiscard]] TokenMask computeMask(Place place);

  std::shared_ptr<const Grammar> m_grammar;
  std::shared_ptr<const TokenTrie> m_trie;
  mutable std::mutex m_mutex;
  StateSpace m_space;
  std::unordered_map<Place, std::shared_ptr<const TokenMask>> m_masks;
  std::vector<Place> m_path;  // of the trie's walk, by depth
};

class TokenConstraint final : public sampling::Constraint {
 public:
  explicit TokenConstraint(std::shared_ptr<MaskMemory> memory);

  void mask(std::span<float> logits) override;
  void accept(std::int32_t token) override;
  [[nodiscard]] bool complete() const override;
  [[nodiscard]] bool finished() const override;
  [[nodiscard]] std::unique_ptr<Constraint> clone() const override;

 private:
  // Calls `step` with the memory, and once more with a fresh one if the first was used up.
  template <class Step>
  auto withRoom(Step step);

  std::shared_ptr<MaskMemory> m_memory;
  StateSpace::Place m_place;
};

}  // namespace alcove::grammar
