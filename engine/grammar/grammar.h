// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sampling/constraint.h"

namespace alcove::grammar {

class Automaton;
class TokenTrie;

// What an answer may say: a set of texts, kept as a pushdown automaton over bytes. Immutable; safe
// to use from any thread, and worth keeping for the next request that says the same. Making one
// takes time and memory that are linear in its size, which is limited; what passes a limit is an
// Error LimitExceeded that says which.
class Grammar {
 public:
  // A grammar in GBNF, llama.cpp's notation; the text is what its rule `root` stands for. Throws
  // Error InvalidArgument (with line and column), Unsupported or LimitExceeded.
  [[nodiscard]] static std::shared_ptr<const Grammar> fromGbnf(std::string_view text);

  // JSON that a schema accepts (docs/api.md says which keywords are known). Properties come in the
  // order in which they are declared. Throws Error Unsupported for a keyword that is not known or a
  // combination that cannot be kept to: nothing is ever left out silently; InvalidArgument for
  // what is no schema.
  [[nodiscard]] static std::shared_ptr<const Grammar> fromJsonSchema(
      const nlohmann::ordered_json& schema);

  // Any JSON object, which is what `response_format` "json_object" asks for.
  [[nodiscard]] static std::shared_ptr<const Grammar> anyJsonObject();
  // Any JSON value.
  [[nodiscard]] static std::shared_ptr<const Grammar> anyJson();

  // `key`: equal for grammars of one text, so that they share what is computed; may be empty.
  explicit Grammar(Automaton automaton, std::string key = {});
  ~Grammar();
  [[nodiscard]] const Automaton& automaton() const { return *m_automaton; }
  [[nodiscard]] const std::string& key() const { return m_key; }

 private:
  std::unique_ptr<const Automaton> m_automaton;
  std::string m_key;
};

// Puts grammars together: a tool call is a literal, the schema of its arguments and a literal, and
// where there are several tools, a choice of such sequences.
class GrammarBuilder {
 public:
  // Names one piece of the builder that made it.
  struct Piece {
    std::uint32_t id;
  };

  GrammarBuilder();
  ~GrammarBuilder();

  [[nodiscard]] Piece literal(std::string_view text);  // UTF-8
  // Throws what Grammar::fromJsonSchema() throws.
  [[nodiscard]] Piece schema(const nlohmann::ordered_json& schema);
  [[nodiscard]] Piece anyJsonObject();
  [[nodiscard]] Piece sequence(const std::vector<Piece>& pieces);
  [[nodiscard]] Piece choice(const std::vector<Piece>& pieces);  // at least one
  // `most` -1: without end.
  [[nodiscard]] Piece repeat(Piece piece, int least, int most);

  // The grammar of all texts that `root` stands for.
  [[nodiscard]] std::shared_ptr<const Grammar> build(Piece root, std::string key = {});

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

// A constraint that holds an answer to `grammar`, over the tokens of `trie`. Its first steps
// compute masks; later ones find most of them. runtime::Engine::constrain() is the same with the
// model's own tokens, and remembers the masks of grammars that were used lately.
[[nodiscard]] std::shared_ptr<sampling::Constraint> constrain(
    std::shared_ptr<const Grammar> grammar, std::shared_ptr<const TokenTrie> trie);

}  // namespace alcove::grammar
