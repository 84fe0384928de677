// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace alcove::grammar {

using Json = nlohmann::ordered_json;

// Looks schemas up and takes them apart. A schema is plain if it is an object without $ref, allOf,
// anyOf, oneOf and const: what it asks for stands in it.
class SchemaAlternatives {
 public:
  // `root` is what references begin at; it must outlive this.
  explicit SchemaAlternatives(const Json& root) : m_root(root) {}

  // What `reference` ("#/$defs/node") names. Throws Error InvalidArgument or Unsupported.
  [[nodiscard]] const Json& resolve(const std::string& reference) const;

  // Plain schemas of which a value must match one; none if nothing can match. Throws Error
  // Unsupported (keywords that are not known, a oneOf whose branches may overlap, combinations that
  // cannot be joined), InvalidArgument (what is no schema), LimitExceeded.
  [[nodiscard]] std::vector<Json> of(const Json& schema) { return of(schema, 0); }

  // Throws as above if one value may match two of the branches of a oneOf.
  void requireDisjoint(const Json& branches) { requireDisjoint(branches, 0); }

  // Refuses what is no schema and keywords that are not known.
  static void checkKeywords(const Json& schema);
  // True for keywords that tell something about a schema and ask for nothing.
  [[nodiscard]] static bool isAnnotation(const std::string& keyword);

 private:
  [[nodiscard]] std::vector<Json> of(const Json& schema, int depth);
  [[nodiscard]] std::vector<Json> both(const std::vector<Json>& a, const std::vector<Json>& b);
  void requireDisjoint(const Json& branches, int depth);
  [[nodiscard]] bool disjoint(const Json& a, const Json& b, int depth);

  const Json& m_root;
};

// The types that a plain schema allows, out of JSON Schema's seven names; an enum narrows them.
[[nodiscard]] std::vector<std::string> typesOf(const Json& plain);
// Whether a value is of a type.
[[nodiscard]] bool isOfType(const Json& value, const std::string& type);

// A plain schema that matches what both match; appends to `joined` unless nothing can. Throws Error
// Unsupported.
void joinPlain(const Json& a, const Json& b, std::vector<Json>& joined);

}  // namespace alcove::grammar
