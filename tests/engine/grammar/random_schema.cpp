// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/grammar/random_schema.h"

#include <string>

namespace alcove::grammar {

using Json = nlohmann::ordered_json;

// Every definition can end: what refers to another does so where nothing is needed.
Json RandomSchema::make() {
  Json root = schema(3);
  if (!root.is_object()) root = Json{{"allOf", Json::array({root})}};
  root["$defs"] = {
      {"leaf", scalar()},
      {"list",
       {{"type", "object"},
        {"properties",
         {{"value", scalar()},
          {"next",
           {{"anyOf", Json::array({Json{{"type", "null"}}, Json{{"$ref", "#/$defs/list"}}})}}}}},
        {"required", {"value", "next"}},
        {"additionalProperties", false}}},
      {"tree",
       {{"type", "object"},
        {"properties",
         {{"children",
           {{"type", "array"}, {"items", {{"$ref", "#/$defs/tree"}}}, {"maxItems", 2}}}}}}}};
  return root;
}

std::string RandomSchema::name() {
  static const char* const kNames[] = {"a",    "b",     "name", "größe", "x y", "\"quoted\"",
                                       "nam",  "names", "日本", "id",    "1",   "back\\slash",
                                       "type", "value", "list", "🙂"};
  return kNames[below(16)];
}

Json RandomSchema::schema(int depth) {
  if (depth == 0 || chance(25)) return scalar();
  switch (below(6)) {
    case 0:
    case 1:
    case 2:
      return object(depth);
    case 3:
      return array(depth);
    case 4: {
      static const char* const kTargets[] = {"#/$defs/leaf", "#/$defs/list", "#/$defs/tree"};
      return {{"$ref", kTargets[below(3)]}};
    }
    default:
      return combination(depth);
  }
}

Json RandomSchema::scalar() {
  switch (below(8)) {
    case 0:
    case 1:
      return string();
    case 2:
    case 3:
      return number();
    case 4:
      return {{"type", "boolean"}};
    case 5:
      return {{"enum", {"red", 1, -2.5, nullptr, true, "äö\"\\\n", {{"k", {1, 2}}}}}};
    case 6:
      return {{"const", name()}};
    default:
      return {{"type", {"integer", "null", "string"}}, {"maxLength", below(5)}, {"maximum", 99}};
  }
}

Json RandomSchema::string() {
  static const char* const kPatterns[] = {
      "^[a-z]{1,8}$",           "^\\d{3}-[A-F]+$", "^(yes|no|maybe)?$", "b+c$",  "^x|y$",
      "^(?:[a-c][0-9]){1,4}!$", "^\\w+\\s\\w*$",   "^[!-~]{2,5}$",      "[0-9]", "^\\$\\{a\\}\\.$"};
  static const char* const kFormats[] = {"date", "time", "date-time", "uuid", "email", "ipv4"};
  Json made = {{"type", "string"}};
  switch (below(5)) {
    case 0:
      made["minLength"] = below(5);
      made["maxLength"] = made["minLength"].get<int>() + below(30);
      break;
    case 1:
      made["pattern"] = kPatterns[below(10)];
      break;
    case 2:
      made["format"] = kFormats[below(6)];
      break;
    case 3:
      made["pattern"] = "^[a-z_]*$";
      made["minLength"] = 1 + below(4);
      made["maxLength"] = 5 + below(4);
      break;
    default:
      break;
  }
  return made;
}

Json RandomSchema::number() {
  const bool integers = chance(50);
  Json made = {{"type", integers ? "integer" : "number"}};
  if (chance(30)) return made;
  const auto value = [&] {
    const int digits = 1 + below(6);
    int whole = 0;
    for (int i = 0; i < digits; ++i) whole = whole * 10 + below(10);
    if (chance(40)) whole = -whole;
    return integers || chance(40) ? Json(whole) : Json(whole / 100.0);
  };
  Json low = value(), high = value();
  if (high < low) std::swap(low, high);
  if (!(low < high)) high = low.get<double>() + 2;
  if (integers && high.get<double>() - low.get<double>() < 2) high = low.get<int>() + 2;
  if (chance(75)) made[chance(50) ? "minimum" : "exclusiveMinimum"] = low;
  if (chance(75)) made[chance(50) ? "maximum" : "exclusiveMaximum"] = high;
  return made;
}

Json RandomSchema::array(int depth) {
  Json made = {{"type", "array"}};
  if (chance(30)) {
    made["prefixItems"] = Json::array({schema(depth - 1), schema(0)});
    if (chance(50)) made["items"] = chance(50) ? Json(false) : scalar();
    made["minItems"] = below(3);
    return made;
  }
  made["items"] = schema(depth - 1);
  made["minItems"] = below(3);
  if (chance(70)) made["maxItems"] = made["minItems"].get<int>() + below(3);
  return made;
}

Json RandomSchema::object(int depth) {
  Json made = {{"type", "object"}};
  Json properties = Json::object(), required = Json::array();
  const int count = below(5);
  for (int i = 0; i < count; ++i) {
    const std::string key = name();
    if (properties.contains(key)) continue;
    properties[key] = schema(depth - 1);
    if (chance(60)) required.push_back(key);
  }
  made["properties"] = properties;
  if (!required.empty()) made["required"] = required;
  if (chance(40)) made["additionalProperties"] = false;
  if (chance(15)) made["additionalProperties"] = scalar();
  return made;
}

Json RandomSchema::combination(int depth) {
  switch (below(4)) {
    case 0:
      return {{"anyOf", Json::array({schema(depth - 1), schema(depth - 1), scalar()})}};
    case 1: {
      Json a = object(depth), b = object(depth);
      for (Json* side : {&a, &b}) {
        side->erase("additionalProperties");
        (*side)["required"].push_back("kind");
      }
      a["properties"]["kind"] = {{"const", "a"}};
      b["properties"]["kind"] = {{"const", "b"}};
      return {{"oneOf", Json::array({a, b, Json{{"type", "null"}}})}};
    }
    case 2: {
      Json a = {
          {"type", "object"}, {"properties", {{"p", number()}}}, {"required", Json::array({"p"})}};
      Json b = {{"properties", {{"q", schema(depth - 1)}}}};
      return {{"allOf", Json::array({a, b})}, {"required", Json::array({"q"})}};
    }
    default: {
      Json made = {{"type", "object"}, {"properties", {{"u", scalar()}, {"v", scalar()}}}};
      made["anyOf"] = Json::array(
          {Json{{"required", Json::array({"u"})}}, Json{{"required", Json::array({"v"})}}});
      return made;
    }
  }
}

}  // namespace alcove::grammar
