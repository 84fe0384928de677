// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/grammar/random_grammar.h"

#include <map>
#include <optional>

namespace alcove::grammar {

// One text being read.
struct RandomGrammar::Reading {
  const RandomGrammar& grammar;
  std::string_view text;
  std::map<std::pair<std::size_t, std::size_t>, Ends> known;  // by rule and place

  Ends rule(std::size_t rule, std::size_t begin) {
    const auto found = known.find({rule, begin});
    if (found != known.end()) return found->second;
    const Ends ends = choice(grammar.m_rules[rule], begin);
    known.emplace(std::pair(rule, begin), ends);
    return ends;
  }

  Ends choice(const Choice& options, std::size_t begin) {
    Ends all(text.size() + 1, 0);
    for (const std::vector<Part>& sequence : options) {
      Ends at(text.size() + 1, 0);
      at[begin] = 1;
      for (const Part& part : sequence) at = after(part, at);
      for (std::size_t i = 0; i < at.size(); ++i) all[i] |= at[i];
    }
    return all;
  }

  Ends once(const Part& part, const Ends& from) {
    Ends ends(text.size() + 1, 0);
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (!from[i]) continue;
      if (part.kind == Part::Kind::Literal) {
        if (text.substr(i).starts_with(part.text)) ends[i + part.text.size()] = 1;
      } else if (part.kind == Part::Kind::Class) {
        if (i < text.size() && text[i] >= part.low && text[i] <= part.high) ends[i + 1] = 1;
      } else {
        const Ends some =
            part.kind == Part::Kind::Rule ? rule(part.rule, i) : choice(part.group, i);
        for (std::size_t j = 0; j < some.size(); ++j) ends[j] |= some[j];
      }
    }
    return ends;
  }

  Ends after(const Part& part, Ends at) {
    for (int i = 0; i < part.least; ++i) at = once(part, at);
    Ends all = at;
    for (int i = part.least; part.most < 0 || i < part.most; ++i) {
      at = once(part, at);
      bool grew = false;
      for (std::size_t j = 0; j < at.size(); ++j) {
        grew = grew || (at[j] && !all[j]);
        all[j] |= at[j];
      }
      if (!grew) break;
    }
    return all;
  }
};

RandomGrammar::RandomGrammar(unsigned seed) : m_random(seed) {
  const auto ruleCount = std::size_t(1 + below(6));
  for (std::size_t rule = 0; rule < ruleCount; ++rule) {
    Part ending;
    ending.text = std::string(1, char('A' + below(4)));
    Choice choice{{ending}};
    const int options = below(4);
    for (int option = 0; option < options; ++option) {
      // A literal first: no left recursion.
      Part first;
      first.text = std::string(std::size_t(1 + below(2)), char('a' + below(3)));
      std::vector<Part> sequence{first};
      const int parts = below(4);
      for (int i = 0; i < parts; ++i) sequence.push_back(makePart(ruleCount, 2));
      choice.push_back(std::move(sequence));
    }
    m_rules.push_back(std::move(choice));
  }
}

RandomGrammar::Part RandomGrammar::makePart(std::size_t ruleCount, int depth) {
  static constexpr std::pair<int, int> kTimes[] = {{1, 1},  {1, 1}, {1, 1}, {0, 1}, {0, -1},
                                                   {1, -1}, {2, 2}, {1, 3}, {0, 12}};
  Part part;
  const int kind = below(depth > 0 ? 5 : 4);
  if (kind == 0) {
    static const char* const kTexts[] = {"a", "ab", "é", "\n", "\"", "[x]", "日"};
    part.text = kTexts[below(7)];
  } else if (kind == 1) {
    part.kind = Part::Kind::Class;
    part.low = char('a' + below(4));
    part.high = char(part.low + below(6));
  } else if (kind < 4) {
    part.kind = Part::Kind::Rule;
    part.rule = std::size_t(below(int(ruleCount)));
  } else {
    part.kind = Part::Kind::Group;
    const int options = 1 + below(3);
    for (int option = 0; option < options; ++option) {
      std::vector<Part> sequence;
      const int parts = below(3);
      for (int i = 0; i < parts; ++i) sequence.push_back(makePart(ruleCount, depth - 1));
      part.group.push_back(std::move(sequence));
    }
  }
  std::tie(part.least, part.most) = kTimes[below(9)];
  return part;
}

bool RandomGrammar::accepts(std::string_view text) const {
  Reading reading{*this, text, {}};
  return reading.rule(0, 0)[text.size()] != 0;
}

std::string RandomGrammar::gbnf() const {
  std::string text;
  for (std::size_t rule = 0; rule < m_rules.size(); ++rule)
    text += (rule == 0 ? "root" : "rule-" + std::to_string(rule)) + " ::= " + write(m_rules[rule]) +
            "\n";
  return text;
}

std::string RandomGrammar::write(const Choice& choice) {
  std::string text;
  for (std::size_t i = 0; i < choice.size(); ++i) {
    if (i > 0) text += " | ";
    for (const Part& part : choice[i]) text += write(part) + " ";
  }
  return text;
}

std::string RandomGrammar::write(const Part& part) {
  std::string text;
  if (part.kind == Part::Kind::Literal) {
    text = "\"";
    for (const char c : part.text) {
      if (c == '\n') {
        text += "\\n";
      } else {
        if (c == '"') text += '\\';
        text += c;
      }
    }
    text += '"';
  } else if (part.kind == Part::Kind::Class) {
    text = std::string("[") + part.low + "-" + part.high + "]";
  } else if (part.kind == Part::Kind::Rule) {
    text = part.rule == 0 ? "root" : "rule-" + std::to_string(part.rule);
  } else {
    text = "(" + write(part.group) + ")";
  }
  if (part.least == 1 && part.most == 1) return text;
  if (part.least == 0 && part.most == 1) return text + "?";
  if (part.most < 0) return text + (part.least == 0 ? "*" : "+");
  if (part.least == part.most) return text + "{" + std::to_string(part.least) + "}";
  return text + "{" + std::to_string(part.least) + "," + std::to_string(part.most) + "}";
}

}  // namespace alcove::grammar
