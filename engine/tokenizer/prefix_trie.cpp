// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/prefix_trie.h"

#include <algorithm>

namespace alcove::tokenizer {

PrefixTrie::PrefixTrie(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const int order = a.key.compare(b.key);
    return order != 0 ? order < 0 : a.id < b.id;
  });
  // The keys that share the way to one node lie side by side.
  struct Range {
    std::size_t begin;
    std::size_t end;
    std::size_t depth;
  };
  std::vector<Range> ranges{{0, entries.size(), 0}};
  m_bytes.push_back(0);
  m_ids.push_back(-1);
  for (std::size_t node = 0; node < ranges.size(); ++node) {
    const auto [begin, end, depth] = ranges[node];
    m_first.push_back(static_cast<std::uint32_t>(ranges.size()));
    std::size_t at = begin;
    while (at < end && entries[at].key.size() == depth) ++at;
    if (at > begin && depth > 0) m_ids[node] = entries[begin].id;
    while (at < end) {
      const char byte = entries[at].key[depth];
      std::size_t next = at + 1;
      while (next < end && entries[next].key[depth] == byte) ++next;
      if (node == 0) {
        m_rootChildren[static_cast<unsigned char>(byte)] =
            static_cast<std::uint32_t>(ranges.size());
      }
      m_bytes.push_back(static_cast<unsigned char>(byte));
      m_ids.push_back(-1);
      ranges.push_back({at, next, depth + 1});
      at = next;
    }
  }
  m_first.push_back(static_cast<std::uint32_t>(ranges.size()));
}

std::uint32_t PrefixTrie::childOf(std::uint32_t node, unsigned char byte) const {
  if (node == 0) return m_rootChildren[byte];
  const auto begin = m_bytes.begin() + m_first[node];
  const auto end = m_bytes.begin() + m_first[node + 1];
  const auto found = std::lower_bound(begin, end, byte);
  if (found == end || *found != byte) return 0;
  return static_cast<std::uint32_t>(found - m_bytes.begin());
}

}  // namespace alcove::tokenizer
