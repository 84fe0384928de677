// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/schema_alternatives.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace alcove::grammar {
namespace {

constexpr int kMostDepth = 32;
constexpr std::size_t kMostAlternatives = 256;

constexpr std::string_view kAnnotations[] = {
    "title",       "description",   "default",          "examples",        "example",   "$schema",
    "$id",         "$comment",      "deprecated",       "readOnly",        "writeOnly", "$defs",
    "definitions", "discriminator", "contentMediaType", "contentEncoding", "strict"};
constexpr std::string_view kKeywords[] = {"type",
                                          "enum",
                                          "const",
                                          "properties",
                                          "required",
                                          "items",
                                          "prefixItems",
                                          "minItems",
                                          "maxItems",
                                          "additionalProperties",
                                          "anyOf",
                                          "oneOf",
                                          "allOf",
                                          "$ref",
                                          "additionalItems",
                                          "minLength",
                                          "maxLength",
                                          "pattern",
                                          "format",
                                          "minimum",
                                          "maximum",
                                          "uniqueItems",
                                          "exclusiveMinimum",
                                          "exclusiveMaximum",
                                          "minProperties",
                                          "maxProperties"};

std::string decodePercent(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() &&
        std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      out += char(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

const Json& requireBranches(const Json& schema, const char* keyword) {
  const Json& branches = schema[keyword];
  if (!branches.is_array() || branches.empty())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' in the schema must be a list of schemas.", keyword));
  return branches;
}

void limit(std::size_t alternatives) {
  if (alternatives > kMostAlternatives)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The schema combines more than {} alternatives; make it simpler.",
                            kMostAlternatives));
}

// What a schema asks for by itself: its references and combinations apart, const as an enum of one.
Json ownPart(const Json& schema) {
  Json own = Json::object();
  for (const auto& [key, value] : schema.items()) {
    const bool combines = key == "$ref" || key == "allOf" || key == "anyOf" || key == "oneOf";
    if (combines || key == "const" || SchemaAlternatives::isAnnotation(key)) continue;
    own[key] = value;
  }
  return own;
}

}  // namespace

bool SchemaAlternatives::isAnnotation(const std::string& keyword) {
  return keyword.starts_with("x-") ||
         std::ranges::find(kAnnotations, keyword) != std::end(kAnnotations);
}

void SchemaAlternatives::checkKeywords(const Json& schema) {
  if (schema.is_boolean()) return;
  if (!schema.is_object())
    throw Error(ErrorCode::InvalidArgument,
                "A schema, or one inside it, is neither an object nor true or false.");
  for (const auto& [key, value] : schema.items()) {
    if (isAnnotation(key) || std::ranges::find(kKeywords, key) != std::end(kKeywords)) continue;
    throw Error(ErrorCode::Unsupported,
                fmt::format("The schema uses '{}', which cannot be held to; leave it out.",
                            key.substr(0, 64)));
  }
}

const Json& SchemaAlternatives::resolve(const std::string& reference) const {
  if (!reference.starts_with('#') || (reference.size() > 1 && reference[1] != '/'))
    throw Error(ErrorCode::Unsupported,
                fmt::format("The schema refers to '{}'; only references inside it, like "
                            "'#/$defs/name', can be followed.",
                            reference.substr(0, 200)));
  try {
    return m_root.at(Json::json_pointer(decodePercent(reference.substr(1))));
  } catch (const nlohmann::json::exception&) {
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("The schema refers to '{}', which is not in it.", reference.substr(0, 200)));
  }
}

std::vector<Json> SchemaAlternatives::both(const std::vector<Json>& a, const std::vector<Json>& b) {
  limit(a.size() * b.size());
  std::vector<Json> joined;
  for (const Json& left : a)
    for (const Json& right : b) joinPlain(left, right, joined);
  return joined;
}

std::vector<Json> SchemaAlternatives::of(const Json& schema, int depth) {
  if (depth > kMostDepth)
    throw Error(ErrorCode::LimitExceeded,
                "Schemas in the schema refer to each other in a circle, or too deep.");
  checkKeywords(schema);
  if (schema.is_boolean())
    return schema.get<bool>() ? std::vector<Json>{Json::object()} : std::vector<Json>{};
  std::vector<Json> found{ownPart(schema)};
  if (const auto it = schema.find("const"); it != schema.end())
    found = both(found, {Json{{"enum", Json::array({*it})}}});
  if (const auto it = schema.find("$ref"); it != schema.end()) {
    if (!it->is_string())
      throw Error(ErrorCode::InvalidArgument, "'$ref' in the schema must be a string.");
    found = both(found, of(resolve(it->get<std::string>()), depth + 1));
  }
  if (schema.contains("allOf"))
    for (const Json& part : requireBranches(schema, "allOf"))
      found = both(found, of(part, depth + 1));
  for (const char* keyword : {"anyOf", "oneOf"}) {
    if (!schema.contains(keyword)) continue;
    const Json& branches = requireBranches(schema, keyword);
    if (std::string_view(keyword) == "oneOf") requireDisjoint(branches, depth + 1);
    std::vector<Json> options;
    for (const Json& branch : branches) {
      for (Json& option : of(branch, depth + 1)) options.push_back(std::move(option));
      limit(options.size());
    }
    found = both(found, options);
  }
  return found;
}

}  // namespace alcove::grammar
