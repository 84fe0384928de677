// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::grammar {

// A random context-free grammar, its text in GBNF, and a recogniser that works on the grammar
// itself: for each part and place it finds all places where the part can end, which finds every
// reading. Each rule's first alternative begins with an upper-case letter and leads to no rule, so
// that every rule can end; the other alternatives begin with anything else, and are often
// ambiguous.
class RandomGrammar {
 public:
  explicit RandomGrammar(unsigned seed);

  [[nodiscard]] std::string gbnf() const;
  [[nodiscard]] bool accepts(std::string_view text) const;

 private:
  struct Part {
    enum class Kind { Literal, Class, Rule, Group } kind = Kind::Literal;
    std::string text;                      // Literal
    char low = 0, high = 0;                // Class
    std::size_t rule = 0;                  // Rule
    std::vector<std::vector<Part>> group;  // Group: alternatives
    int least = 1, most = 1;               // -1: without end
  };
  using Choice = std::vector<std::vector<Part>>;
  using Ends = std::vector<char>;  // by place: the part can end there
  struct Reading;

  [[nodiscard]] int below(int count) { return int(m_random() % unsigned(count)); }
  [[nodiscard]] Part makePart(std::size_t ruleCount, int depth);
  [[nodiscard]] static std::string write(const Choice& choice);
  [[nodiscard]] static std::string write(const Part& part);

  std::mt19937 m_random;
  std::vector<Choice> m_rules;
};

}  // namespace alcove::grammar
