// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "grammar/number_range.h"
#include "grammar/schema_alternatives.h"

namespace alcove::grammar {
namespace {

constexpr std::string_view kTypes[] = {"object",  "array",   "string", "number",
                                       "integer", "boolean", "null"};

Json allOf(const Json& a, const Json& b) { return a == b ? a : Json{{"allOf", {a, b}}}; }

const Json& orTrue(const Json& schema, const char* key) {
  static const Json kTrue = true;
  const auto found = schema.find(key);
  return found != schema.end() ? *found : kTrue;
}

// What both allow; an integer is a number too.
Json joinTypes(const Json& a, const Json& b) {
  const auto listed = [](const Json& types) {
    return types.is_array() ? types : Json::array({types});
  };
  const auto has = [](const Json& types, const std::string& type) {
    return std::ranges::find(types, Json(type)) != types.end();
  };
  const Json left = listed(a), right = listed(b);
  Json joined = Json::array();
  for (const std::string_view name : kTypes) {
    const std::string type(name);
    const bool integer = type == "integer";
    const bool inLeft = has(left, type) || (integer && has(left, "number"));
    const bool inRight = has(right, type) || (integer && has(right, "number"));
    if (inLeft && inRight && !(integer && has(joined, "number"))) joined.push_back(type);
  }
  return joined;
}

Json joinEnums(const Json& a, const Json& b) {
  Json joined = Json::array();
  for (const Json& value : a)
    if (std::ranges::find(b, value) != b.end()) joined.push_back(value);
  return joined;
}

Json joinRequired(Json a, const Json& b) {
  for (const Json& name : b)
    if (std::ranges::find(a, name) == a.end()) a.push_back(name);
  return a;
}

// A property of one side alone must also be one that the other side lets be added.
void joinProperties(const Json& a, const Json& b, Json& joined) {
  static const Json kNone = Json::object();
  const auto propertiesOf = [](const Json& schema) -> const Json& {
    const auto found = schema.find("properties");
    return found != schema.end() ? *found : kNone;
  };
  const Json& left = propertiesOf(a);
  const Json& right = propertiesOf(b);
  if (!left.is_object() || !right.is_object()) return;  // refused when it is read
  Json properties = Json::object();
  for (const auto& [name, schema] : left.items())
    properties[name] = right.contains(name) ? allOf(schema, right[name])
                                            : allOf(schema, orTrue(b, "additionalProperties"));
  for (const auto& [name, schema] : right.items())
    if (!left.contains(name)) properties[name] = allOf(orTrue(a, "additionalProperties"), schema);
  if (!properties.empty()) joined["properties"] = std::move(properties);
  if (a.contains("additionalProperties") || b.contains("additionalProperties"))
    joined["additionalProperties"] =
        allOf(orTrue(a, "additionalProperties"), orTrue(b, "additionalProperties"));
}

void joinItems(const Json& a, const Json& b, Json& joined) {
  const auto itemAt = [](const Json& schema, std::size_t i) -> const Json& {
    const auto prefix = schema.find("prefixItems");
    if (prefix != schema.end() && i < prefix->size()) return (*prefix)[i];
    return orTrue(schema, "items");
  };
  std::size_t count = 0;
  for (const Json* side : {&a, &b})
    if (side->contains("prefixItems")) count = std::max(count, (*side)["prefixItems"].size());
  Json prefix = Json::array();
  for (std::size_t i = 0; i < count; ++i) prefix.push_back(allOf(itemAt(a, i), itemAt(b, i)));
  if (count > 0) joined["prefixItems"] = std::move(prefix);
  if (a.contains("items") || b.contains("items"))
    joined["items"] = allOf(orTrue(a, "items"), orTrue(b, "items"));
}

// The narrower of two bounds.
Json joinBound(const std::string& key, const Json& a, const Json& b) {
  if (!a.is_number() || !b.is_number()) return a;  // refused when it is read
  const bool upper = key.starts_with("max") || key == "exclusiveMaximum";
  const int order = Decimal::fromJson(a).compare(Decimal::fromJson(b));
  return (order < 0) == upper ? a : b;
}

bool isBound(const std::string& key) {
  return key.starts_with("min") || key.starts_with("max") || key.starts_with("exclusive");
}

bool isJoinedApart(const std::string& key) {
  return key == "properties" || key == "additionalProperties" || key == "items" ||
         key == "prefixItems";
}

Json joinKeyword(const std::string& key, const Json& a, const Json& b) {
  if (a == b) return a;
  if (key == "type") return joinTypes(a, b);
  if (key == "enum") return joinEnums(a, b);
  if (key == "required") return joinRequired(a, b);
  if (key == "uniqueItems") return a == true || b == true;
  if (isBound(key)) return joinBound(key, a, b);
  throw Error(ErrorCode::Unsupported,
              fmt::format("Two schemas that must both hold have different '{}'; they cannot be "
                          "joined.",
                          key));
}

}  // namespace

void joinPlain(const Json& a, const Json& b, std::vector<Json>& joined) {
  if (b.empty()) {
    joined.push_back(a);
    return;
  }
  if (a.empty()) {
    joined.push_back(b);
    return;
  }
  if (a.contains("additionalItems") || b.contains("additionalItems"))
    throw Error(ErrorCode::Unsupported,
                "'additionalItems' cannot be joined with another schema; use 'prefixItems' and "
                "'items'.");
  Json both = Json::object();
  for (const auto& [key, value] : a.items()) {
    if (isJoinedApart(key)) continue;
    both[key] = b.contains(key) ? joinKeyword(key, value, b[key]) : value;
  }
  for (const auto& [key, value] : b.items())
    if (!isJoinedApart(key) && !a.contains(key)) both[key] = value;
  joinProperties(a, b, both);
  joinItems(a, b, both);
  if (typesOf(both).empty()) return;
  joined.push_back(std::move(both));
}

bool isOfType(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_number() && Decimal::fromJson(value).fraction.empty();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

std::vector<std::string> typesOf(const Json& plain) {
  std::vector<std::string> types;
  const auto listed = plain.find("type");
  if (listed == plain.end()) {
    for (const std::string_view type : kTypes)
      if (type != "integer") types.emplace_back(type);
  } else {
    for (const Json& type : listed->is_array() ? *listed : Json::array({*listed})) {
      if (!type.is_string() ||
          std::ranges::find(kTypes, type.get<std::string>()) == std::end(kTypes))
        throw Error(ErrorCode::InvalidArgument,
                    "'type' in the schema must be one of object, array, string, number, integer, "
                    "boolean and null, or a list of them.");
      types.push_back(type.get<std::string>());
    }
  }
  const auto values = plain.find("enum");
  if (values == plain.end() || !values->is_array()) return types;
  std::erase_if(types, [&](const std::string& type) {
    return std::ranges::none_of(*values, [&](const Json& v) { return isOfType(v, type); });
  });
  return types;
}

}  // namespace alcove::grammar
