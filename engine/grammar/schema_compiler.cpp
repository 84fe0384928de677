// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/schema_compiler.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "grammar/limits.h"
#include "grammar/number_range.h"

namespace alcove::grammar {
namespace {

constexpr int kMostDepth = 120;               // schemas inside schemas
constexpr std::size_t kMostSchemas = 20'000;  // that are compiled, repeated ones included

// How many keywords ask for something.
std::size_t demands(const Json& schema) {
  std::size_t count = 0;
  for (const auto& [key, value] : schema.items())
    if (!SchemaAlternatives::isAnnotation(key)) ++count;
  return count;
}

// The tighter of `inclusive` and `exclusive`.
std::optional<NumberBound> bound(const Json& schema, const char* inclusive, const char* exclusive,
                                 bool upper) {
  std::optional<NumberBound> found;
  for (const char* key : {inclusive, exclusive}) {
    const auto it = schema.find(key);
    if (it == schema.end()) continue;
    if (!it->is_number())
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("'{}' in the schema must be a number.", key));
    const NumberBound next{Decimal::fromJson(*it), key == inclusive};
    const int order = found ? next.value.compare(found->value) : 0;
    if (!found || (upper ? order <= 0 : order >= 0)) found = next;
  }
  return found;
}

// OpenAPI's formats of numbers, as bounds.
void addFormatBounds(const std::string& format, Json& schema) {
  const auto narrow = [&](const Json& low, const Json& high) {
    std::vector<Json> joined;
    joinPlain(schema, Json{{"minimum", low}, {"maximum", high}}, joined);
    schema = joined.at(0);
  };
  if (format == "int32") return narrow(INT32_MIN, INT32_MAX);
  if (format == "int64") return narrow(INT64_MIN, INT64_MAX);
  if (format == "float" || format == "double") return;
  throw Error(ErrorCode::Unsupported,
              fmt::format("The format '{}' of a number in the schema is not known; leave it out.",
                          format.substr(0, 64)));
}

}  // namespace

SchemaCompiler::SchemaCompiler(JsonRules& json, const Json& schema)
    : m_json(json), m_rules(json.rules()), m_root(schema), m_alternatives(schema) {}

ExprId SchemaCompiler::value(const Json& schema) {
  if (m_depth >= kMostDepth || ++m_compiled > kMostSchemas)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The schema nests deeper than {} levels or has more than {} parts once "
                            "its references are followed.",
                            kMostDepth, kMostSchemas));
  ++m_depth;
  const ExprId id = valueWithin(schema);
  --m_depth;
  return id;
}

ExprId SchemaCompiler::valueWithin(const Json& schema) {
  SchemaAlternatives::checkKeywords(schema);
  if (schema.is_boolean()) return schema.get<bool>() ? m_json.value() : m_rules.choice({});
  const bool alone = demands(schema) == 1;
  if (alone && schema.contains("$ref") && schema["$ref"].is_string())
    return reference(schema["$ref"].get<std::string>());
  for (const char* keyword : {"anyOf", "oneOf"}) {
    if (!alone || !schema.contains(keyword)) continue;
    const Json& branches = schema[keyword];
    if (!branches.is_array() || branches.empty()) break;  // refused below
    if (std::string_view(keyword) == "oneOf") m_alternatives.requireDisjoint(branches);
    std::vector<ExprId> options;
    for (const Json& branch : branches) options.push_back(value(branch));
    return m_rules.choice(std::move(options));
  }
  for (const char* keyword : {"$ref", "allOf", "anyOf", "oneOf"})
    if (schema.contains(keyword)) return combined(schema);
  return plain(schema);
}

// A rule for each, so that schemas may refer to themselves.
ExprId SchemaCompiler::reference(const std::string& pointer) {
  const Json& target = m_alternatives.resolve(pointer);
  const auto found = m_references.find(pointer);
  if (found != m_references.end()) return m_rules.reference(found->second);
  const RuleId rule = m_rules.addRule(pointer);
  m_references.emplace(pointer, rule);
  m_rules.define(rule, value(target));
  return m_rules.reference(rule);
}

ExprId SchemaCompiler::combined(const Json& schema) {
  std::string text = schema.dump();
  const auto found = m_combined.find(text);
  if (found != m_combined.end()) return m_rules.reference(found->second);
  const RuleId rule = m_rules.addRule("a combination of schemas");
  m_combined.emplace(std::move(text), rule);
  std::vector<ExprId> options;
  for (const Json& alternative : m_alternatives.of(schema)) options.push_back(plain(alternative));
  m_rules.define(rule, m_rules.choice(std::move(options)));
  return m_rules.reference(rule);
}

ExprId SchemaCompiler::plain(const Json& schema) {
  if (schema.contains("enum") || schema.contains("const")) return constants(schema);
  std::vector<ExprId> options;
  for (const std::string& type : typesOf(schema)) options.push_back(ofType(type, schema));
  return m_rules.choice(std::move(options));
}

ExprId SchemaCompiler::ofType(const std::string& type, const Json& schema) {
  if (type == "object") return object(schema);
  if (type == "array") return array(schema);
  if (type == "string") return string(schema);
  if (type == "boolean") return m_rules.choice({m_rules.literal("true"), m_rules.literal("false")});
  if (type == "null") return m_rules.literal("null");
  return number(schema, type == "integer");
}

ExprId SchemaCompiler::constants(const Json& schema) {
  std::vector<Json> alternatives = m_alternatives.of(schema);
  std::vector<ExprId> options;
  for (const Json& alternative : alternatives) {
    for (const auto& [key, value] : alternative.items())
      if (key != "enum" && key != "type")
        throw Error(ErrorCode::Unsupported,
                    fmt::format("The schema uses '{}' beside 'enum' or 'const'; list only the "
                                "values that fit and leave it out.",
                                key));
    if (!alternative["enum"].is_array())
      throw Error(ErrorCode::InvalidArgument, "'enum' in the schema must be a list of values.");
    const std::vector<std::string> types = typesOf(alternative);
    for (const Json& value : alternative["enum"])
      if (std::ranges::any_of(types, [&](const auto& type) { return isOfType(value, type); }))
        options.push_back(constant(value));
  }
  return m_rules.choice(std::move(options));
}

ExprId SchemaCompiler::constant(const Json& value) { return m_rules.literal(value.dump()); }

ExprId SchemaCompiler::number(const Json& schema, bool integers) {
  Json bounded = schema;
  if (const auto format = schema.find("format"); format != schema.end()) {
    if (!format->is_string())
      throw Error(ErrorCode::InvalidArgument, "'format' in the schema must be a string.");
    // Of a schema for several types, it may mean the string.
    if (!schema.contains("type") || typesOf(schema).size() == 1)
      addFormatBounds(format->get<std::string>(), bounded);
  }
  const auto low = bound(bounded, "minimum", "exclusiveMinimum", false);
  const auto high = bound(bounded, "maximum", "exclusiveMaximum", true);
  if (!low && !high && !integers) return m_json.number();
  return numberRange(m_rules, low, high, integers);
}

int SchemaCompiler::count(const Json& schema, const char* key, int otherwise) {
  const auto found = schema.find(key);
  if (found == schema.end()) return otherwise;
  if (!found->is_number() || *found < 0 || !isOfType(*found, "integer"))
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' in the schema must be a whole number from 0.", key));
  if (*found > kMaxRepetition)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' in the schema is larger than {}.", key, kMaxRepetition));
  return found->get<int>();
}

}  // namespace alcove::grammar
