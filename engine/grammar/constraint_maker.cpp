// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/constraint_maker.h"

#include <algorithm>
#include <utility>

#include "grammar/token_constraint.h"
#include "grammar/token_trie.h"

namespace alcove::grammar {
namespace {

constexpr std::size_t kRecent = 4;

}  // namespace

ConstraintMaker::ConstraintMaker(const tokenizer::Tokenizer& tokenizer)
    : m_trie(std::make_shared<const TokenTrie>(tokenizer)) {}

ConstraintMaker::~ConstraintMaker() = default;

std::shared_ptr<sampling::Constraint> ConstraintMaker::constrain(
    std::shared_ptr<const Grammar> grammar) {
  const auto found = std::ranges::find_if(m_recent, [&](const auto& memory) {
    const bool same = !grammar->key().empty() && memory->grammar()->key() == grammar->key();
    return same || memory->grammar() == grammar;
  });
  std::shared_ptr<MaskMemory> memory;
  if (found != m_recent.end()) {
    memory = std::move(*found);
    m_recent.erase(found);
  } else {
    memory = std::make_shared<MaskMemory>(std::move(grammar), m_trie);
    if (m_recent.size() >= kRecent) m_recent.pop_back();
  }
  m_recent.push_front(memory);
  return std::make_shared<TokenConstraint>(std::move(memory));
}

}  // namespace alcove::grammar
