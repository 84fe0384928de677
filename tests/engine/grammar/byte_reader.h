// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "grammar/grammar.h"
#include "grammar/state_space.h"

namespace alcove::grammar {

// Reads whole texts under a grammar, which must outlive it.
class ByteReader {
 public:
  explicit ByteReader(const Grammar& grammar) : m_space(grammar.automaton()) {}

  // Whether `text` is one of the texts that the grammar stands for.
  [[nodiscard]] bool accepts(std::string_view text) { return m_space.complete(read(text)); }
  // Whether it begins one.
  [[nodiscard]] bool begins(std::string_view text) { return read(text) != StateSpace::kDead; }

 private:
  StateSpace::Place read(std::string_view text) {
    m_space.beginStep();
    StateSpace::Place place = m_space.start();
    for (const char byte : text) place = m_space.next(place, static_cast<std::uint8_t>(byte));
    return place;
  }

  StateSpace m_space;
};

[[nodiscard]] inline bool accepts(const Grammar& grammar, std::string_view text) {
  return ByteReader(grammar).accepts(text);
}

}  // namespace alcove::grammar
