// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace alcove::tokenizer {

// A hash map from 64-bit keys to small values: open addressing in one array, because the merge
// loop of BPE spends its time in look-ups. Keys are never removed; the all-ones key is reserved.
template <typename Value>
class FlatMap {
 public:
  // Room for `expected` keys without growing.
  explicit FlatMap(std::size_t expected = 0) {
    std::size_t capacity = 16;
    while (capacity < expected * 2) capacity *= 2;
    m_slots.resize(capacity);
  }

  // Null if `key` is absent; valid until the next insertion.
  [[nodiscard]] const Value* find(std::uint64_t key) const {
    const Slot& slot = m_slots[slotOf(key)];
    return slot.key == key ? &slot.value : nullptr;
  }

  // Leaves an existing value and returns false if `key` is there already.
  bool insert(std::uint64_t key, Value value) {
    if (m_used * 2 >= m_slots.size()) grow();
    Slot& slot = m_slots[slotOf(key)];
    if (slot.key == key) return false;
    slot = {key, value};
    ++m_used;
    return true;
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  struct Slot {
    std::uint64_t key = kFree;
    Value value{};
  };

  // The slot that holds `key`, or the free one where it belongs.
  std::size_t slotOf(std::uint64_t key) const {
    const std::size_t mask = m_slots.size() - 1;
    std::uint64_t hash = key * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
    std::size_t index = static_cast<std::size_t>(hash) & mask;
    while (m_slots[index].key != key && m_slots[index].key != kFree) index = (index + 1) & mask;
    return index;
  }

  void grow() {
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    for (const Slot& slot : old) {
      if (slot.key != kFree) m_slots[slotOf(slot.key)] = slot;
    }
  }

  std::vector<Slot> m_slots;
  std::size_t m_used = 0;
};

}  // namespace alcove::tokenizer
