// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/state_space.h"

#include <alcove/error.h>

#include <algorithm>

#include "base/assert.h"
#include "grammar/limits.h"

namespace alcove::grammar {
namespace {

std::uint64_t pairKey(std::uint32_t a, std::uint32_t b) { return std::uint64_t(a) << 32 | b; }

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15u;
  return x ^ (x >> 29);
}

// The heap's top is the smallest.
struct LaterRule {
  template <class Call>
  bool operator()(const Call& a, const Call& b) const {
    return a.order > b.order;
  }
};

}  // namespace

StateSpace::StateSpace(const Automaton& automaton) : m_automaton(automaton) {
  m_slots.assign(1024, 0);
  m_levels.push_back({0, 0, 0, false});  // kNothing, which is found by being empty
  (void)placeOf(kNothing);
  const LevelId bottom = intern({}, true);
  Arrival arrival;
  arrival.bottom = automaton.acceptsEmpty();
  arrival.calls.push_back({automaton.order(0), bottom});
  try {
    followCalls(arrival);
    m_start = finish(arrival);
  } catch (const Full&) {
    throw Error(ErrorCode::LimitExceeded,
                "The grammar can begin in more ways than can be followed; make it smaller.");
  }
}

void StateSpace::spend(std::uint64_t work) {
  m_work += work;
  if (m_work > kMaxStepWork)
    throw Error(ErrorCode::LimitExceeded,
                "The grammar can be read in too many ways at once to be followed; make its choices "
                "differ earlier.");
}

StateSpace::Place StateSpace::compute(Place place, std::uint32_t byteClass) {
  const Level from = level(place);
  const std::uint8_t byte = m_automaton.byteOf(byteClass);
  Arrival arrival;
  for (std::uint32_t i = 0; i < from.count; ++i) {
    const Item item = m_items[from.first + i];
    const auto edges = m_automaton.edges(item.state);
    spend(1 + edges.size());
    for (const Automaton::Edge& edge : edges)
      if (edge.low <= byte && byte <= edge.high) arrive(arrival, {edge.target, item.below});
  }
  followArrivals(arrival);
  followCalls(arrival);
  const Place to = finish(arrival);
  m_next[place * m_automaton.classes() + byteClass] = to;
  return to;
}

void StateSpace::arrive(Arrival& arrival, Item item) const {
  // Few are reached in most steps; then looking through them is quickest.
  constexpr std::size_t kFew = 16;
  if (arrival.reached.size() < kFew) {
    if (std::ranges::find(arrival.reached, item) != arrival.reached.end()) return;
  } else {
    if (arrival.seen.empty())
      for (const Item& earlier : arrival.reached)
        arrival.seen.emplace(pairKey(earlier.state, earlier.below), true);
    if (!arrival.seen.emplace(pairKey(item.state, item.below), true).second) return;
  }
  arrival.reached.push_back(item);
}

// An accepting state ends its rule: what called it goes on, and may end in turn.
void StateSpace::followArrivals(Arrival& arrival) {
  for (std::size_t i = 0; i < arrival.reached.size(); ++i) {
    const Item item = arrival.reached[i];
    spend(1);
    if (m_automaton.accepting(item.state)) {
      const Level below = m_levels[item.below];
      arrival.bottom = arrival.bottom || below.bottom;
      for (std::uint32_t j = 0; j < below.count; ++j) arrive(arrival, m_items[below.first + j]);
    }
    if (!m_automaton.edges(item.state).empty()) arrival.waiting.push_back(item);
    addCalls(arrival, item);
  }
}

void StateSpace::addCalls(Arrival& arrival, Item from) {
  for (const Automaton::Call& call : m_automaton.calls(from.state)) {
    spend(2);
    LevelId below = from.below;
    // Where nothing follows a call in its rule, the called rule takes the caller's place: recursion
    // at a rule's end needs no memory.
    if (!m_automaton.onlyEnds(call.next)) {
      if (m_levels[from.below].depth >= kMaxNesting) continue;
      const Item pushed{call.next, from.below};
      below = intern(std::span(&pushed, 1), false);
    }
    arrival.calls.push_back({m_automaton.order(call.rule), below});
    std::ranges::push_heap(arrival.calls, LaterRule());
  }
}

// In the rules' order, so that all calls of a rule are known when it is its turn, and each is
// followed once.
void StateSpace::followCalls(Arrival& arrival) {
  while (!arrival.calls.empty()) {
    const std::uint32_t order = arrival.calls.front().order;
    LevelId below = kNothing;
    while (!arrival.calls.empty() && arrival.calls.front().order == order) {
      std::ranges::pop_heap(arrival.calls, LaterRule());
      below = unite(below, arrival.calls.back().below);
      arrival.calls.pop_back();
    }
    const Item item{m_automaton.start(m_automaton.ruleAt(order)), below};
    if (!m_automaton.edges(item.state).empty()) arrival.waiting.push_back(item);
    addCalls(arrival, item);
  }
}

StateSpace::Place StateSpace::finish(Arrival& arrival) {
  return placeOf(makeLevel(arrival.waiting, arrival.bottom));
}

StateSpace::LevelId StateSpace::makeLevel(std::vector<Item>& found, bool bottom) {
  std::ranges::sort(found, {}, [](const Item& item) { return pairKey(item.state, item.below); });
  std::size_t count = 0;
  for (const Item& item : found) {
    if (count > 0 && found[count - 1].state == item.state)
      found[count - 1].below = unite(found[count - 1].below, item.below);
    else
      found[count++] = item;
  }
  return intern(std::span(found).first(count), bottom);
}

StateSpace::LevelId StateSpace::unite(LevelId a, LevelId b) {
  if (a == b || b == kNothing) return a;
  if (a == kNothing) return b;
  if (a > b) std::swap(a, b);
  if (const auto known = m_unions.find(pairKey(a, b)); known != m_unions.end())
    return known->second;
  const Level left = m_levels[a];
  const Level right = m_levels[b];
  spend(left.count + right.count);
  std::vector<Item> both;
  both.reserve(left.count + right.count);
  for (std::uint32_t i = 0; i < left.count; ++i) both.push_back(m_items[left.first + i]);
  for (std::uint32_t i = 0; i < right.count; ++i) both.push_back(m_items[right.first + i]);
  const LevelId united = makeLevel(both, left.bottom || right.bottom);
  if (m_unions.size() >= kMaxLevels) throw Full();
  m_unions.emplace(pairKey(a, b), united);
  return united;
}

StateSpace::LevelId StateSpace::intern(std::span<const Item> sorted, bool bottom) {
  if (sorted.empty() && !bottom) return kNothing;
  std::uint64_t hash = bottom ? 1 : 2;
  std::uint32_t depth = 0;
  for (const Item& item : sorted) {
    hash = mix(hash ^ pairKey(item.state, item.below));
    depth = std::max(depth, m_levels[item.below].depth);
  }
  spend(sorted.size());
  if (2 * m_levels.size() >= m_slots.size()) growSlots();
  std::size_t slot = hash & (m_slots.size() - 1);
  for (; m_slots[slot] != 0; slot = (slot + 1) & (m_slots.size() - 1)) {
    const Level& level = m_levels[m_slots[slot]];
    if (level.bottom == bottom && std::ranges::equal(items(level), sorted)) return m_slots[slot];
  }
  if (m_levels.size() >= kMaxLevels || m_items.size() + sorted.size() > kMaxLevelItems)
    throw Full();
  const auto id = LevelId(m_levels.size());
  m_levels.push_back({std::uint32_t(m_items.size()), std::uint32_t(sorted.size()),
                      sorted.empty() ? 0 : depth + 1, bottom});
  m_items.insert(m_items.end(), sorted.begin(), sorted.end());
  m_slots[slot] = id;
  return id;
}

void StateSpace::growSlots() {
  std::vector<std::uint32_t> larger(m_slots.size() * 4, 0);
  for (const std::uint32_t id : m_slots) {
    if (id == 0) continue;
    std::uint64_t hash = m_levels[id].bottom ? 1 : 2;
    for (const Item& item : items(m_levels[id])) hash = mix(hash ^ pairKey(item.state, item.below));
    std::size_t slot = hash & (larger.size() - 1);
    while (larger[slot] != 0) slot = (slot + 1) & (larger.size() - 1);
    larger[slot] = id;
  }
  m_slots = std::move(larger);
}

StateSpace::Place StateSpace::placeOf(LevelId level) {
  const auto [found, isNew] = m_placeOf.try_emplace(level, Place(m_levelOf.size()));
  if (!isNew) return found->second;
  const std::size_t cells = m_next.size() + m_automaton.classes();
  if (cells * sizeof(Place) > kMaxTableBytes) {
    m_placeOf.erase(found);
    throw Full();
  }
  m_levelOf.push_back(level);
  // Nothing leads on from where nothing is.
  m_next.resize(cells, level == kNothing ? kDead : kUnknown);
  return found->second;
}

StateSpace::Place StateSpace::import(const StateSpace& other, Place place) {
  ALCOVE_ASSERT(&m_automaton == &other.m_automaton);
  std::unordered_map<LevelId, LevelId> known;
  return placeOf(importLevel(other, other.m_levelOf[place], known));
}

// As deep as levels are, which kMaxNesting bounds.
StateSpace::LevelId StateSpace::importLevel(const StateSpace& other, LevelId level,
                                            std::unordered_map<LevelId, LevelId>& known) {
  if (level == kNothing) return kNothing;
  if (const auto found = known.find(level); found != known.end()) return found->second;
  const Level source = other.m_levels[level];
  std::vector<Item> copy;
  for (const Item& item : other.items(source))
    copy.push_back({item.state, importLevel(other, item.below, known)});
  const LevelId id = makeLevel(copy, source.bottom);
  known.emplace(level, id);
  return id;
}

}  // namespace alcove::grammar
