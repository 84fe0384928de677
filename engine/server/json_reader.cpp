// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/json_reader.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>

#include "formats/json_check.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostMembers = 1024;  // of one object

[[noreturn]] void refuse(const std::string& sentence, const char* member = "") {
  throw Error(ErrorCode::InvalidArgument, sentence, member);
}

[[noreturn]] void refuseMember(const char* name, const std::string& wanted) {
  refuse(fmt::format("'{}' must be {}.", name, wanted), name);
}

ordered_json parse(std::string_view body) {
  using Kind = formats::JsonFault::Kind;
  const formats::JsonFault fault = formats::checkJson(body, {kDeepest, kMostMembers});
  switch (fault.kind) {
    case Kind::None:
      return ordered_json::parse(body);
    case Kind::NotJson:
      refuse(fmt::format("The request is not valid JSON: it goes wrong at byte {}.", fault.byte));
    case Kind::NumberTooLarge:
      refuse("The request's JSON holds a number that is too large.");
    case Kind::TooDeep:
      refuse(fmt::format("The request's JSON is nested more than {} levels deep.", kDeepest));
    case Kind::TooManyMembers:
      break;
  }
  refuse(fmt::format("The request's JSON has an object with more than {} members.", kMostMembers));
}

}  // namespace

JsonReader::JsonReader(std::string_view body) : m_object(parse(body)) {
  if (!m_object.is_object()) refuse("The request must be a JSON object.");
}

JsonReader::JsonReader(std::string_view body, const char* name) : m_object(parse(body)) {
  if (m_object.is_array()) m_object = ordered_json{{name, std::move(m_object)}};
  if (!m_object.is_object()) refuse("The request must be a JSON array or object.");
}

const ordered_json* JsonReader::find(const char* name) const {
  const auto it = m_object.find(name);
  return it == m_object.end() || it->is_null() ? nullptr : &*it;
}

std::optional<std::string> JsonReader::string(const char* name) const {
  const ordered_json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) refuseMember(name, "a string");
  return value->get<std::string>();
}

std::string JsonReader::requireString(const char* name) const {
  auto value = string(name);
  if (!value) refuse(fmt::format("'{}' is missing; it must be a string.", name), name);
  return *std::move(value);
}

std::optional<std::int64_t> JsonReader::integer(const char* name, std::int64_t low,
                                                std::int64_t high) const {
  const ordered_json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const bool fits =
      value->is_number_integer() &&
      (!value->is_number_unsigned() || value->get<std::uint64_t>() <= std::uint64_t(INT64_MAX)) &&
      value->get<std::int64_t>() >= low && value->get<std::int64_t>() <= high;
  if (!fits) refuseMember(name, fmt::format("a whole number from {} to {}", low, high));
  return value->get<std::int64_t>();
}

std::optional<double> JsonReader::number(const char* name) const {
  const ordered_json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number() || !std::isfinite(value->get<double>())) refuseMember(name, "a number");
  return value->get<double>();
}

std::optional<bool> JsonReader::boolean(const char* name) const {
  const ordered_json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) refuseMember(name, "true or false");
  return value->get<bool>();
}

std::vector<std::string> JsonReader::strings(const char* name, std::size_t most) const {
  const ordered_json* value = find(name);
  if (value == nullptr) return {};
  if (value->is_string()) return {value->get<std::string>()};
  if (!value->is_array()) refuseMember(name, "a string or an array of strings");
  if (value->size() > most)
    refuseMember(name, fmt::format("at most {} strings; there are {}", most, value->size()));
  std::vector<std::string> strings;
  for (const ordered_json& element : *value) {
    if (!element.is_string()) refuseMember(name, "a string or an array of strings");
    strings.push_back(element.get<std::string>());
  }
  return strings;
}

}  // namespace alcove::server
