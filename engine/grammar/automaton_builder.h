// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "grammar/automaton.h"
#include "grammar/draft_automaton.h"

namespace alcove::grammar {

// Takes the silent moves out of a draft, and with them empty calls and all that can never be
// completed. Every pass is linear in the draft.
class AutomatonBuilder {
 public:
  explicit AutomatonBuilder(const DraftAutomaton& draft) : m_draft(draft) {}
  [[nodiscard]] Automaton build();

 private:
  void findEmptyRules();
  void findProductive();
  void flatten();
  void addClosure(StateId draftState);
  [[nodiscard]] StateId keep(StateId draftState);
  void orderRules();
  void findClasses();

  const DraftAutomaton& m_draft;
  Automaton m_result;
  std::vector<char> m_empty;           // by rule: may be read without a byte
  std::vector<char> m_productive;      // by draft state: the end of its rule can be reached
  std::vector<char> m_productiveRule;  // by rule
  std::vector<std::uint32_t> m_ruleOfEnd;
  std::vector<StateId> m_kept;        // by draft state: its number in the result, or none
  std::vector<StateId> m_toKeep;      // draft states in the order of their numbers
  std::vector<std::uint32_t> m_seen;  // by draft state: the last closure that it was in
  std::uint32_t m_closures = 0;
};

}  // namespace alcove::grammar
