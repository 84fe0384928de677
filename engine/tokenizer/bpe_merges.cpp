// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/bpe_merges.h"

#include <algorithm>

namespace alcove::tokenizer {

namespace {

// Order of a heap whose front is the merge to do next.
bool later(const BpeMerges::Workspace::Candidate& a, const BpeMerges::Workspace::Candidate& b) {
  return a.rank != b.rank ? a.rank > b.rank : a.left > b.left;
}

}  // namespace

std::uint64_t BpeMerges::keyOf(TokenId left, TokenId right) {
  return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32) |
         static_cast<std::uint32_t>(right);
}

void BpeMerges::add(TokenId left, TokenId right, TokenId merged) {
  m_rules.insert(keyOf(left, right), {m_nextRank++, merged});
}

void BpeMerges::consider(Workspace& workspace, std::int32_t left) const {
  const auto& symbols = workspace.symbols;
  if (left < 0 || symbols[left].next < 0) return;
  const TokenId leftId = symbols[left].id;
  const TokenId rightId = symbols[symbols[left].next].id;
  const Rule* rule = m_rules.find(keyOf(leftId, rightId));
  if (!rule) return;
  workspace.heap.push_back({rule->rank, left, leftId, rightId, rule->merged});
  std::push_heap(workspace.heap.begin(), workspace.heap.end(), later);
}

void BpeMerges::apply(std::span<const TokenId> word, Workspace& workspace,
                      std::vector<TokenId>& ids) const {
  auto& symbols = workspace.symbols;
  auto& heap = workspace.heap;
  const auto count = static_cast<std::int32_t>(word.size());
  symbols.clear();
  heap.clear();
  for (std::int32_t i = 0; i < count; ++i) {
    symbols.push_back({word[i], i - 1, i + 1 < count ? i + 1 : -1});
  }
  for (std::int32_t i = 0; i + 1 < count; ++i) consider(workspace, i);

  while (!heap.empty()) {
    const Workspace::Candidate merge = heap.front();
    std::pop_heap(heap.begin(), heap.end(), later);
    heap.pop_back();
    auto& left = symbols[merge.left];
    if (left.id != merge.leftId || left.next < 0) continue;
    auto& right = symbols[left.next];
    if (right.id != merge.rightId) continue;
    left.id = merge.merged;
    right.id = -1;
    left.next = right.next;
    if (left.next >= 0) symbols[left.next].previous = merge.left;
    consider(workspace, left.previous);
    consider(workspace, merge.left);
  }
  for (std::int32_t i = count > 0 ? 0 : -1; i >= 0; i = symbols[i].next) {
    ids.push_back(symbols[i].id);
  }
}

}  // namespace alcove::tokenizer
