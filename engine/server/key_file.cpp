// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/key_file.h"

#include <alcove/error.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kHashDigits = 64;

bool isHash(const std::string& text) {
  const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == kHashDigits && std::ranges::all_of(text, isDigit);
}

AccessKey parseKey(const ordered_json& json) {
  AccessKey key;
  key.id = json.at("id").get<std::string>();
  key.name = json.at("name").get<std::string>();
  key.sha256 = json.at("sha256").get<std::string>();
  key.created = json.at("created").get<std::int64_t>();
  for (const ordered_json& name : json.at("scopes"))
    if (const auto scope = findKeyScope(name.get<std::string>())) key.scopes.push_back(*scope);
  if (key.id.empty() || !isHash(key.sha256)) throw std::invalid_argument("no id or no hash");
  return key;
}

}  // namespace

std::string keyFileText(const std::vector<AccessKey>& keys) {
  ordered_json list = ordered_json::array();
  for (const AccessKey& key : keys) {
    ordered_json scopes = ordered_json::array();
    for (const Scope scope : key.scopes) scopes.push_back(scopeName(scope));
    list.push_back({{"id", key.id},
                    {"name", key.name},
                    {"scopes", scopes},
                    {"sha256", key.sha256},
                    {"created", key.created}});
  }
  return ordered_json{{"keys", list}}.dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

std::vector<AccessKey> parseKeyFile(std::string_view text, const std::string& context) {
  try {
    const ordered_json file = ordered_json::parse(text);
    std::vector<AccessKey> keys;
    for (const ordered_json& key : file.at("keys")) keys.push_back(parseKey(key));
    return keys;
  } catch (const std::exception& error) {
    throw Error(ErrorCode::Corrupt,
                "The file of keys is damaged; mend it, or move it away and make new keys.",
                context);
  }
}

}  // namespace alcove::server
