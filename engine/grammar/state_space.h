// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "grammar/automaton.h"

namespace alcove::grammar {

// Where the texts read so far may have led, made one by one and remembered.
//
// All stacks that the automaton may have at one point are one level: the states on top, each with
// the level below it, so that stacks share what they have in common and a grammar that can be read
// in many ways does not have many times as many stacks (the graph-structured stack of Tomita 1987,
// kept minimal: equal levels have one number). A level that was on top becomes a place, with a
// table of the places that each class of bytes leads to; so a byte that was seen before in a place
// costs one look-up.
//
// Not thread-safe. Throws Full when the memory that it may take is used up, and Error LimitExceeded
// when one step is too much work.
class StateSpace {
 public:
  using Place = std::uint32_t;
  static constexpr Place kDead = 0;

  struct Full {};

  // Throws Error LimitExceeded if what the texts can begin with is too much already.
  explicit StateSpace(const Automaton& automaton);

  [[nodiscard]] Place start() const { return m_start; }
  // Where a place of another space of the same automaton is here.
  [[nodiscard]] Place import(const StateSpace& other, Place place);

  // Begins a step: its work is counted from here.
  void beginStep() { m_work = 0; }
  [[nodiscard]] Place next(Place place, std::uint8_t byte) {
    const std::uint32_t byteClass = m_automaton.classOf()[byte];
    const Place known = m_next[place * m_automaton.classes() + byteClass];
    return known != kUnknown ? known : compute(place, byteClass);
  }
  // True if the text may end here.
  [[nodiscard]] bool complete(Place place) const { return level(place).bottom; }
  // True if nothing may follow.
  [[nodiscard]] bool closed(Place place) const { return level(place).count == 0; }

 private:
  using LevelId = std::uint32_t;
  static constexpr LevelId kNothing = 0;  // no stack at all
  static constexpr Place kUnknown = std::numeric_limits<Place>::max();

  struct Item {
    StateId state;
    LevelId below;
    friend bool operator==(const Item&, const Item&) = default;
  };
  struct Level {
    std::uint32_t first;  // of its items, which are ascending by state, each state once
    std::uint32_t count;
    std::uint32_t depth;
    bool bottom;  // the empty stack is one of its stacks
    [[nodiscard]] bool isNothing() const { return count == 0 && !bottom; }
  };
  struct PendingCall {
    std::uint32_t order;  // of the rule
    LevelId below;
  };
  // What one byte, or the start, leads to, while it is being found.
  struct Arrival {
    bool bottom = false;
    std::vector<Item> reached;       // all that was arrived at, in order
    std::vector<Item> waiting;       // those that go on with a byte
    std::vector<PendingCall> calls;  // a heap, earliest rule first
    std::unordered_map<std::uint64_t, bool> seen;
  };

  [[nodiscard]] const Level& level(Place place) const { return m_levels[m_levelOf[place]]; }
  [[nodiscard]] std::span<const Item> items(const Level& level) const {
    return std::span(m_items).subspan(level.first, level.count);
  }
  [[nodiscard]] Place compute(Place place, std::uint32_t byteClass);
  void arrive(Arrival& arrival, Item item) const;
  void followArrivals(Arrival& arrival);
  void addCalls(Arrival& arrival, Item from);
  void followCalls(Arrival& arrival);
  [[nodiscard]] Place finish(Arrival& arrival);
  // Sorts, joins equal states, and finds or makes the level. Too deep a level is kNothing.
  [[nodiscard]] LevelId makeLevel(std::vector<Item>& found, bool bottom);
  [[nodiscard]] LevelId unite(LevelId a, LevelId b);
  [[nodiscard]] LevelId intern(std::span<const Item> sorted, bool bottom);
  [[nodiscard]] Place placeOf(LevelId level);
  [[nodiscard]] LevelId importLevel(const StateSpace& other, LevelId level,
                                    std::unordered_map<LevelId, LevelId>& known);
  void growSlots();
  void spend(std::uint64_t work);

  const Automaton& m_automaton;
  std::vector<Item> m_items;
  std::vector<Level> m_levels;
  std::vector<std::uint32_t> m_slots;  // open hashing of levels; 0 is free
  std::unordered_map<std::uint64_t, LevelId> m_unions;
  std::unordered_map<LevelId, Place> m_placeOf;
  std::vector<LevelId> m_levelOf;  // by place
  std::vector<Place> m_next;       // [places, classes]
  Place m_start = kDead;
  std::uint64_t m_work = 0;
};

}  // namespace alcove::grammar
