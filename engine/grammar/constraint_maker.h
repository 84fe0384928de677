// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>

#include "grammar/grammar.h"
#include "tokenizer/tokenizer.h"

namespace alcove::grammar {

class MaskMemory;

// Makes constraints over one vocabulary, and keeps what those on lately used grammars have computed
// for the next ones. Not thread-safe; the constraints are independent of it.
class ConstraintMaker {
 public:
  // Sorts the vocabulary, which takes some tens of milliseconds.
  explicit ConstraintMaker(const tokenizer::Tokenizer& tokenizer);
  ~ConstraintMaker();

  [[nodiscard]] std::shared_ptr<sampling::Constraint> constrain(
      std::shared_ptr<const Grammar> grammar);

 private:
  std::shared_ptr<const TokenTrie> m_trie;
  std::deque<std::shared_ptr<MaskMemory>> m_recent;  // the last used first
};

}  // namespace alcove::grammar
