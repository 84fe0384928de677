// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/grammar.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/assert.h"
#include "grammar/automaton.h"
#include "grammar/gbnf.h"
#include "grammar/json_rules.h"
#include "grammar/rule_set.h"
#include "grammar/schema_compiler.h"

namespace alcove::grammar {

Grammar::Grammar(Automaton automaton, std::string key)
    : m_automaton(std::make_unique<const Automaton>(std::move(automaton))), m_key(std::move(key)) {}

Grammar::~Grammar() = default;

std::shared_ptr<const Grammar> Grammar::fromGbnf(std::string_view text) {
  RuleSet rules;
  const ExprId root = readGbnf(text, rules);
  return std::make_shared<const Grammar>(Automaton::compile(rules, root),
                                         "gbnf " + std::string(text));
}

std::shared_ptr<const Grammar> Grammar::fromJsonSchema(const nlohmann::ordered_json& schema) {
  GrammarBuilder builder;
  return builder.build(builder.schema(schema), "schema " + schema.dump());
}

std::shared_ptr<const Grammar> Grammar::anyJsonObject() {
  static const std::shared_ptr<const Grammar> kObject = [] {
    GrammarBuilder builder;
    return builder.build(builder.anyJsonObject());
  }();
  return kObject;
}

std::shared_ptr<const Grammar> Grammar::anyJson() {
  static const std::shared_ptr<const Grammar> kValue = [] {
    GrammarBuilder builder;
    return builder.build(builder.schema(true));
  }();
  return kValue;
}

// Rules and those of JSON that its pieces share.
struct GrammarBuilder::Parts {
  RuleSet rules;
  JsonRules json{rules};
};

GrammarBuilder::GrammarBuilder() : m_parts(std::make_unique<Parts>()) {}

GrammarBuilder::~GrammarBuilder() = default;

GrammarBuilder::Piece GrammarBuilder::literal(std::string_view text) {
  return {m_parts->rules.literal(text)};
}

GrammarBuilder::Piece GrammarBuilder::schema(const nlohmann::ordered_json& schema) {
  const ExprId value = SchemaCompiler(m_parts->json, schema).compile();
  return {m_parts->rules.sequence({m_parts->json.space(), value})};
}

GrammarBuilder::Piece GrammarBuilder::anyJsonObject() {
  return {m_parts->rules.sequence({m_parts->json.space(), m_parts->json.object()})};
}

GrammarBuilder::Piece GrammarBuilder::sequence(const std::vector<Piece>& pieces) {
  std::vector<ExprId> ids;
  for (const Piece piece : pieces) ids.push_back(piece.id);
  return {m_parts->rules.sequence(std::move(ids))};
}

GrammarBuilder::Piece GrammarBuilder::choice(const std::vector<Piece>& pieces) {
  ALCOVE_ASSERT(!pieces.empty());
  std::vector<ExprId> ids;
  for (const Piece piece : pieces) ids.push_back(piece.id);
  return {m_parts->rules.choice(std::move(ids))};
}

GrammarBuilder::Piece GrammarBuilder::repeat(Piece piece, int least, int most) {
  return {m_parts->rules.repeat(piece.id, least, most)};
}

std::shared_ptr<const Grammar> GrammarBuilder::build(Piece root, std::string key) {
  return std::make_shared<const Grammar>(Automaton::compile(m_parts->rules, root.id),
                                         std::move(key));
}

}  // namespace alcove::grammar
