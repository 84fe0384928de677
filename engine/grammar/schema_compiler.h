// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>

#include "grammar/json_rules.h"
#include "grammar/schema_alternatives.h"

namespace alcove::grammar {

// Turns a JSON Schema (draft 2020-12, and what earlier drafts spell otherwise) into expressions.
// What it makes is a subset of what the schema accepts: properties in the order of their
// declaration, undeclared ones only where additionalProperties says so, one spelling of each
// constant. Whatever it cannot hold to, it refuses.
class SchemaCompiler {
 public:
  // Both must outlive this.
  SchemaCompiler(JsonRules& json, const Json& schema);

  // Throws Error Unsupported, InvalidArgument or LimitExceeded.
  [[nodiscard]] ExprId compile() { return value(m_root); }

 private:
  [[nodiscard]] ExprId value(const Json& schema);
  [[nodiscard]] ExprId valueWithin(const Json& schema);
  [[nodiscard]] ExprId reference(const std::string& pointer);
  [[nodiscard]] ExprId combined(const Json& schema);
  [[nodiscard]] ExprId plain(const Json& schema);
  [[nodiscard]] ExprId ofType(const std::string& type, const Json& schema);
  [[nodiscard]] ExprId constants(const Json& schema);
  [[nodiscard]] ExprId constant(const Json& value);
  [[nodiscard]] ExprId number(const Json& schema, bool integers);

  // schema_strings.cpp
  [[nodiscard]] ExprId string(const Json& schema);
  [[nodiscard]] ExprId stringOfPattern(const std::string& pattern, int least, int most);

  // schema_arrays.cpp
  [[nodiscard]] ExprId array(const Json& schema);

  // schema_objects.cpp
  struct Property;
  [[nodiscard]] ExprId object(const Json& schema);
  [[nodiscard]] std::vector<Property> propertiesOf(const Json& schema, const Json& added);
  [[nodiscard]] ExprId members(const std::vector<Property>& properties, ExprId added);
  [[nodiscard]] ExprId addedMember(const std::vector<Property>& properties, const Json& schema);
  [[nodiscard]] ExprId keyOtherThan(std::vector<std::string> names);

  // The number under `key`, which must be a count; `otherwise` if there is none.
  [[nodiscard]] static int count(const Json& schema, const char* key, int otherwise);

  JsonRules& m_json;
  RuleSet& m_rules;
  const Json& m_root;
  SchemaAlternatives m_alternatives;
  std::unordered_map<std::string, RuleId> m_references;  // by what $ref says
  std::unordered_map<std::string, RuleId> m_combined;    // by the combining schema's text
  int m_depth = 0;
  std::size_t m_compiled = 0;
};

}  // namespace alcove::grammar
