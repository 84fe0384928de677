// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/grammar/schema_validator.h"

#include <algorithm>
#include <map>
#include <regex>
#include <string>

namespace alcove::grammar {
namespace {

using Json = nlohmann::ordered_json;

const std::regex& expression(const std::string& pattern) {
  static std::map<std::string, std::regex> known;
  return known.try_emplace(pattern, pattern).first->second;
}

bool isType(const Json& v, const std::string& type) {
  if (type == "object") return v.is_object();
  if (type == "array") return v.is_array();
  if (type == "string") return v.is_string();
  if (type == "number") return v.is_number();
  if (type == "integer") return v.is_number_integer();
  if (type == "boolean") return v.is_boolean();
  return type == "null" && v.is_null();
}

bool hasType(const Json& v, const Json& types) {
  if (types.is_string()) return isType(v, types.get<std::string>());
  return std::ranges::any_of(types, [&](const Json& t) { return isType(v, t.get<std::string>()); });
}

bool formatFits(const std::string& text, const std::string& format) {
  static const std::map<std::string, std::string> kShapes = {
      {"date", R"(\d{4}-\d\d-\d\d)"},
      {"time", R"(\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))"},
      {"date-time", R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))"},
      {"uuid", R"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"},
      {"email", R"([^@\s]+@[^@\s]+\.[A-Za-z]{2,})"},
      {"ipv4", R"((\d{1,3}\.){3}\d{1,3})"}};
  if (!std::regex_match(text, expression(kShapes.at(format)))) return false;
  if (!format.starts_with("date")) return true;
  static const int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int month = std::stoi(text.substr(5, 2)), day = std::stoi(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[month - 1];
}

bool stringFits(const std::string& text, const Json& schema) {
  const auto length = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
  if (length < schema.value("minLength", 0)) return false;
  if (schema.contains("maxLength") && length > schema["maxLength"].get<int>()) return false;
  if (schema.contains("pattern") &&
      !std::regex_search(text, expression(schema["pattern"].get<std::string>())))
    return false;
  return !schema.contains("format") || formatFits(text, schema["format"].get<std::string>());
}

bool numberFits(const Json& v, const Json& schema) {
  const auto value = v.get<double>();
  const auto bound = [&](const char* key) { return schema[key].get<double>(); };
  if (schema.contains("minimum") && value < bound("minimum")) return false;
  if (schema.contains("maximum") && value > bound("maximum")) return false;
  if (schema.contains("exclusiveMinimum") && value <= bound("exclusiveMinimum")) return false;
  return !schema.contains("exclusiveMaximum") || value < bound("exclusiveMaximum");
}

bool arrayFits(const Json& v, const Json& schema, const Json& root) {
  if (int(v.size()) < schema.value("minItems", 0)) return false;
  if (schema.contains("maxItems") && int(v.size()) > schema["maxItems"].get<int>()) return false;
  const Json prefix = schema.value("prefixItems", Json::array());
  for (std::size_t i = 0; i < v.size(); ++i) {
    const Json item = i < prefix.size() ? prefix[i] : schema.value("items", Json(true));
    if (!validates(v[i], item, root)) return false;
  }
  return true;
}

bool objectFits(const Json& v, const Json& schema, const Json& root) {
  for (const Json& name : schema.value("required", Json::array()))
    if (!v.contains(name.get<std::string>())) return false;
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [name, member] : v.items()) {
    const Json of = properties.contains(name) ? properties[name]
                                              : schema.value("additionalProperties", Json(true));
    if (!validates(member, of, root)) return false;
  }
  return true;
}

}  // namespace

bool validates(const Json& v, const Json& schema, const Json& root) {
  if (schema.is_boolean()) return schema.get<bool>();
  const auto matches = [&](const Json& branch) { return validates(v, branch, root); };
  if (schema.contains("$ref") &&
      !matches(root.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1)))))
    return false;
  if (schema.contains("allOf") && !std::ranges::all_of(schema["allOf"], matches)) return false;
  if (schema.contains("anyOf") && !std::ranges::any_of(schema["anyOf"], matches)) return false;
  if (schema.contains("oneOf") && std::ranges::count_if(schema["oneOf"], matches) != 1)
    return false;
  if (schema.contains("type") && !hasType(v, schema["type"])) return false;
  if (schema.contains("const") && v != schema["const"]) return false;
  if (schema.contains("enum") && std::ranges::find(schema["enum"], v) == schema["enum"].end())
    return false;
  if (v.is_string()) return stringFits(v.get<std::string>(), schema);
  if (v.is_number()) return numberFits(v, schema);
  if (v.is_array()) return arrayFits(v, schema, root);
  return !v.is_object() || objectFits(v, schema, root);
}

}  // namespace alcove::grammar
