// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <algorithm>

#include "grammar/schema_alternatives.h"

namespace alcove::grammar {
namespace {

constexpr int kMostDepth = 32;

bool contains(const Json& list, const Json& value) {
  return list.is_array() && std::ranges::find(list, value) != list.end();
}

bool typesMeet(const Json& a, const Json& b) {
  const auto numeric = [](const std::string& type) {
    return type == "number" || type == "integer";
  };
  const std::vector<std::string> right = typesOf(b);
  for (const std::string& type : typesOf(a))
    for (const std::string& other : right)
      if (type == other || (numeric(type) && numeric(other))) return true;
  return false;
}

bool onlyObjects(const Json& plain) {
  const std::vector<std::string> types = typesOf(plain);
  return types.size() == 1 && types[0] == "object";
}

// True if `asking` requires a property that no object made from `made` has: undeclared properties
// are made only where additionalProperties says so.
bool requiresWhatIsNotMade(const Json& asking, const Json& made) {
  if (!asking.contains("required") || !asking["required"].is_array()) return false;
  if (made.contains("additionalProperties") ? made["additionalProperties"] != false
                                            : !made.contains("properties"))
    return false;
  for (const Json& name : asking["required"]) {
    if (!name.is_string()) continue;
    const bool declared =
        made.contains("properties") && made["properties"].contains(name.get<std::string>());
    if (!declared && !contains(made.value("required", Json::array()), name)) return true;
  }
  return false;
}

}  // namespace

bool SchemaAlternatives::disjoint(const Json& a, const Json& b, int depth) {
  if (!typesMeet(a, b)) return true;
  if (a.contains("enum") && b.contains("enum"))
    return std::ranges::none_of(a["enum"], [&](const Json& v) { return contains(b["enum"], v); });
  if (!onlyObjects(a) || !onlyObjects(b)) return false;
  if (requiresWhatIsNotMade(a, b) && requiresWhatIsNotMade(b, a)) return true;
  if (!a.contains("properties") || !b.contains("properties")) return false;
  // A property that both have tells them apart if no value of it fits both.
  for (const Json& name : a.value("required", Json::array())) {
    if (!name.is_string() || !contains(b.value("required", Json::array()), name)) continue;
    const auto key = name.get<std::string>();
    if (!a["properties"].contains(key) || !b["properties"].contains(key)) continue;
    const std::vector<Json> left = of(a["properties"][key], depth + 1);
    const std::vector<Json> right = of(b["properties"][key], depth + 1);
    const bool apart = std::ranges::all_of(left, [&](const Json& x) {
      return std::ranges::all_of(right, [&](const Json& y) { return disjoint(x, y, depth + 1); });
    });
    if (apart) return true;
  }
  return false;
}

void SchemaAlternatives::requireDisjoint(const Json& branches, int depth) {
  if (depth > kMostDepth)
    throw Error(ErrorCode::LimitExceeded,
                "Schemas in the schema refer to each other in a circle, or too deep.");
  std::vector<std::vector<Json>> parts;
  for (const Json& branch : branches) parts.push_back(of(branch, depth));
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = i + 1; j < parts.size(); ++j)
      for (const Json& a : parts[i])
        for (const Json& b : parts[j])
          if (!disjoint(a, b, depth))
            throw Error(
                ErrorCode::Unsupported,
                "A value could match two branches of 'oneOf' in the schema, which cannot be "
                "ruled out token by token; use 'anyOf', or give each branch a property with "
                "a 'const' of its own.");
}

}  // namespace alcove::grammar
