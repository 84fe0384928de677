// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace alcove::chat::jinja {

// What one rendering may use. Real templates stay far below; a hostile one is stopped within
// about a second and about 64 MiB beyond a small multiple of its input.
struct Limits {
  std::uint64_t steps = 8'000'000;        // expressions, statements, elements looked at
  std::uint64_t characters = 12'000'000;  // of all texts ever made, 4 bytes each, and list slots
  std::uint32_t depth = 400;              // expressions and statements inside each other

  // The defaults, widened for an input of that many characters.
  [[nodiscard]] static Limits forInput(std::uint64_t inputCharacters);
};

// Nesting of values inside values.
inline constexpr std::uint32_t kMaxValueDepth = 100;
// Elements of one range().
inline constexpr std::int64_t kMaxRange = 100'000;

// Counts down; every function throws Error LimitExceeded with a sentence when its limit is passed.
class Budget {
 public:
  explicit Budget(const Limits& limits) : m_left(limits) {}

  void step(std::uint64_t count = 1) {
    if (count > m_left.steps) stepsExceeded();
    m_left.steps -= count;
  }
  // Call before making a text of `count` characters or a list of `count / 8` elements.
  void make(std::uint64_t count) {
    if (count > m_left.characters) charactersExceeded();
    m_left.characters -= count;
    step(count / 32);
  }
  // Call before reading through `count` characters.
  void read(std::uint64_t count) { step(count / 16); }

  // One level of nesting, for as long as it lives.
  class Level {
   public:
    explicit Level(Budget& budget) : m_budget(budget) {
      if (m_budget.m_left.depth == 0) depthExceeded();
      --m_budget.m_left.depth;
    }
    ~Level() { ++m_budget.m_left.depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Budget& m_budget;
  };

 private:
  [[noreturn]] static void stepsExceeded();
  [[noreturn]] static void charactersExceeded();
  [[noreturn]] static void depthExceeded();

  Limits m_left;
};

}  // namespace alcove::chat::jinja
