// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "server/json_reader.h"
#include "server/json_views.h"
#include "server/key_store.h"
#include "server/refusal.h"
#include "server/route.h"
#include "server/services.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

KeyStore& requireKeys(const Services& services) {
  if (!services.keys)
    throw Refusal(404, "not_found", "This engine was started without a file of keys.");
  return *services.keys;
}

ordered_json keyJson(const AccessKey& key) {
  ordered_json scopes = ordered_json::array();
  for (const Scope scope : key.scopes) scopes.push_back(scopeName(scope));
  return {{"id", key.id}, {"name", key.name}, {"scopes", scopes}, {"created", key.created}};
}

std::vector<Scope> readScopes(const JsonReader& reader) {
  std::vector<Scope> scopes;
  for (const std::string& name : reader.strings("scopes", keyScopes().size())) {
    const auto scope = findKeyScope(name);
    if (!scope)
      throw Error(
          ErrorCode::InvalidArgument,
          fmt::format("'{}' is no scope; there are chat, embeddings, read and metrics.", name));
    scopes.push_back(*scope);
  }
  return scopes;
}

HttpResponse jsonResponse(const ordered_json& body) {
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace

HttpResponse getKeys(Services& services, const HttpRequest&) {
  ordered_json keys = ordered_json::array();
  for (const AccessKey& key : requireKeys(services).list()) keys.push_back(keyJson(key));
  return jsonResponse({{"keys", keys}});
}

// Makes a key, or takes back the removal of one.
HttpResponse postKeys(Services& services, const HttpRequest& request) {
  const JsonReader reader(request.body);
  KeyStore& keys = requireKeys(services);
  if (const auto id = reader.string("restore")) return jsonResponse(keyJson(keys.restore(*id)));
  const NewKey made = keys.add(reader.requireString("name"), readScopes(reader));
  ordered_json body = keyJson(made.entry);
  body["key"] = made.secret;
  return jsonResponse(body);
}

HttpResponse deleteKey(Services& services, const HttpRequest& request) {
  const std::string id = request.path.substr(request.path.rfind('/') + 1);
  return jsonResponse(keyJson(requireKeys(services).remove(id)));
}

}  // namespace alcove::server
