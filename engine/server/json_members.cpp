// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/json_members.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdint>

namespace alcove::server {

using nlohmann::ordered_json;

void refusePlace(const std::string& place, const std::string& wanted) {
  throw Error(ErrorCode::InvalidArgument, fmt::format("'{}' must be {}.", place, wanted), place);
}

void requireObject(const ordered_json& value, const std::string& place) {
  if (!value.is_object()) refusePlace(place, "an object");
}

void requireArray(const ordered_json& value, const std::string& place) {
  if (!value.is_array()) refusePlace(place, "an array");
}

const ordered_json* findMember(const ordered_json& object, const char* name) {
  const auto it = object.find(name);
  return it == object.end() || it->is_null() ? nullptr : &*it;
}

std::string memberText(const ordered_json& object, const char* name, const std::string& place) {
  const ordered_json* value = findMember(object, name);
  if (value == nullptr || !value->is_string())
    refusePlace(fmt::format("{}.{}", place, name), "a string");
  return value->get<std::string>();
}

std::string memberTextOr(const ordered_json& object, const char* name, const std::string& place,
                         const std::string& otherwise) {
  return findMember(object, name) == nullptr ? otherwise : memberText(object, name, place);
}

bool memberFlagOr(const ordered_json& object, const char* name, const std::string& place,
                  bool otherwise) {
  const ordered_json* value = findMember(object, name);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refusePlace(fmt::format("{}.{}", place, name), "true or false");
  return value->get<bool>();
}

std::optional<std::vector<tokenizer::TokenId>> findTokenIds(const ordered_json& array) {
  std::vector<tokenizer::TokenId> ids;
  for (const ordered_json& token : array) {
    if (!token.is_number_unsigned() || token.get<std::uint64_t>() > std::uint64_t(INT32_MAX))
      return std::nullopt;
    ids.push_back(token.get<tokenizer::TokenId>());
  }
  return ids;
}

}  // namespace alcove::server
