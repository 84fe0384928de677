// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "grammar/grammar.h"
#include "grammar/state_space.h"

namespace alcove::test {

inline void requireTrue(bool holds) {
  if (!holds) std::abort();
}

// Reads a few hundred bytes under a grammar, each of which it allows, and holds it to its promises:
// what has begun can go on, and no step takes long.
inline void walk(const grammar::Grammar& grammar, std::uint32_t seed) {
  using grammar::StateSpace;
  StateSpace space(grammar.automaton());
  StateSpace::Place place = space.start();
  try {
    for (int step = 0; step < 300 && !space.closed(place); ++step) {
      space.beginStep();
      StateSpace::Place next = StateSpace::kDead;
      seed = seed * 1664525u + 1013904223u;
      for (std::uint32_t i = 0; i < 256 && next == StateSpace::kDead; ++i)
        next = space.next(place, std::uint8_t((seed >> 16) + i));
      if (next == StateSpace::kDead) {
        // Only nesting, which is limited, can leave no way on.
        requireTrue(space.complete(place) || step > 200);
        return;
      }
      place = next;
    }
  } catch (const StateSpace::Full&) {
  }
}

// Runs `make` and walks what it makes; an Error must have a sentence.
template <class Make>
void makeAndWalk(Make make, std::uint32_t seed) {
  const std::clock_t start = std::clock();
  try {
    walk(*make(), seed);
  } catch (const Error& error) {
    requireTrue(!error.sentence().empty());
  }
  // Processor time, so that a busy machine is not taken for a slow grammar.
  requireTrue(std::clock() - start < 20 * CLOCKS_PER_SEC);
}

}  // namespace alcove::test
