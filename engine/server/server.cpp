// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server/access.h"
#include "server/key_store.h"
#include "server/refusal.h"
#include "server/route.h"

namespace alcove::server {
namespace {

bool isThere(const Route& route, bool isPublic) { return !isPublic || route.scope != Scope::Owner; }

const Route* findRoute(std::string_view method, std::string_view path, bool isPublic) {
  const auto matches = [&](const Route& route) {
    return method == route.method && matchesPath(route, path) && isThere(route, isPublic);
  };
  const auto it = std::ranges::find_if(routes(), matches);
  return it == routes().end() ? nullptr : &*it;
}

[[noreturn]] void throwNoRoute(std::string_view path, bool isPublic) {
  const auto samePath = [&](const Route& route) {
    return matchesPath(route, path) && isThere(route, isPublic);
  };
  if (std::ranges::any_of(routes(), samePath))
    throw Refusal(405, "method_not_allowed", "This address does not answer that method.");
  throw Refusal(404, "not_found", "There is nothing at this address.");
}

// What the HTTP layer could not even read, or had no room for.
HttpResponse failure(int status) {
  const char* sentence = "The request is not valid HTTP, or did not arrive in time.";
  const char* type = "invalid_argument";
  if (status == 404) {
    sentence = "There is nothing at this address.";
    type = "not_found";
  } else if (status == 413) {
    sentence = "The request's body is larger than 16 MiB.";
    type = "limit_exceeded";
  } else if (status == 414) {
    sentence = "The request's address is too long.";
    type = "limit_exceeded";
  } else if (status == 503) {
    sentence = "All connections of this server are taken; try again in a moment.";
    type = "unavailable";
  }
  HttpResponse response;
  response.status = status;
  response.body = errorBody(type, sentence);
  return response;
}

// In the words of the route's clients, whoever they are.
HttpResponse refusal(std::string_view path) {
  const auto matches = [&](const Route& route) { return matchesPath(route, path); };
  const auto it = std::ranges::find_if(routes(), matches);
  HttpResponse response =
      refusalFromException(it == routes().end() ? ErrorShape::OpenAi : it->errors);
  if (response.status == 429 || response.status == 503)
    response.headers.emplace_back("Retry-After", "1");
  return response;
}

// A stream that others may cancel.
class WatchedStream final : public HttpStream {
 public:
  WatchedStream(HttpStream& stream, const LiveRequest& request)
      : m_stream(stream), m_request(request) {}
  bool write(std::string_view bytes) override { return m_stream.write(bytes); }
  bool connected() const override { return m_stream.connected() && !m_request.cancelled(); }

 private:
  HttpStream& m_stream;
  const LiveRequest& m_request;
};

// Who may not come in is told nothing of the file.
std::optional<AccessKey> findKey(KeyStore& keys, const std::string& secret) {
  try {
    return keys.find(secret);
  } catch (const Error&) {
    throw Refusal(503, "unavailable", "The keys of this server cannot be read at the moment.");
  }
}

CallerRules rulesOf(const ListenerOptions& options) {
  CallerRules rules{0, options.hosts, options.origins};
  if (options.address != "0.0.0.0") rules.hosts.push_back(options.address);
  return rules;
}

}  // namespace

Server::Server(Services& services, ListenerOptions options)
    : m_services(services),
      m_options(std::move(options)),
      m_rules(rulesOf(m_options)),
      m_http({[this](const HttpHead& head) { return refuse(head); },
              [this](HttpRequest request) { return handle(std::move(request)); }, failure},
             m_options.connections) {}

int Server::bind(int port) { return m_rules.port = m_http.bind(m_options.address, port); }

// Throws Refusal unless the request may go on. Sets what its key says of `origin`.
const Route& Server::admit(const HttpHead& head, RequestOrigin& origin) const {
  requireKnownCaller(head, m_rules);
  const bool isPublic = m_options.isPublic;
  const Route* route = findRoute(head.method, head.path, isPublic);
  const bool isOpen = route != nullptr && route->scope == Scope::Open;
  // Without a secret, not even which addresses there are.
  if (!isPublic && !m_options.token.empty() && !isOpen) requireToken(head, m_options.token);
  if (isPublic && !isOpen) {
    const auto key = findKey(*m_services.keys, secretOf(head));
    if (!key)
      throw Refusal(401, "unauthorized",
                    "The request needs a key of this server, as 'Authorization: Bearer' or "
                    "'x-api-key'.");
    if (route != nullptr && !key->allows(route->scope))
      throw Refusal(403, "forbidden",
                    fmt::format("This key does not have the scope '{}' that the address needs.",
                                scopeName(route->scope)));
    origin.keyId = key->id;
    origin.keyName = key->name;
  }
  if (route == nullptr) throwNoRoute(head.path, isPublic);
  origin.route = route->path;
  origin.isPublic = isPublic;
  origin.usesModel = route->scope == Scope::Chat || route->scope == Scope::Embeddings;
  return *route;
}

void Server::addCorsHeaders(const HttpHead& head, HttpResponse& response) const {
  const auto origin = allowedOrigin(head, m_rules);
  if (!origin) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", *origin);
  response.headers.emplace_back("Vary", "Origin");
}

// A browser asks first whether a page of an allowed site may call; it sends no key with that.
HttpResponse Server::preflight(const HttpHead& head) const {
  requireKnownCaller(head, m_rules);
  if (!allowedOrigin(head, m_rules))
    throw Refusal(403, "forbidden", "Pages of other web sites may not use this server.");
  HttpResponse response;
  response.status = 204;
  response.headers = {
      {"Access-Control-Allow-Methods", "GET, POST"},
      {"Access-Control-Allow-Headers", "authorization, content-type, x-api-key, anthropic-version"},
      {"Access-Control-Max-Age", "600"}};
  return response;
}

std::optional<HttpResponse> Server::refuse(const HttpHead& head) const {
  HttpResponse response;
  std::string counted = "(none)";
  try {
    if (head.method == "OPTIONS") {
      counted = "(preflight)";
      response = preflight(head);
    } else {
      RequestOrigin origin;
      (void)admit(head, origin);
      return std::nullopt;
    }
  } catch (...) {
    response = refusal(head.path);
  }
  addCorsHeaders(head, response);
  // Only routes of ours become labels: a caller must not be able to make up new ones.
  if (const Route* route = findRoute(head.method, head.path, m_options.isPublic))
    counted = route->path;
  m_services.metrics.countRequest(counted, response.status);
  if (m_services.log) m_services.log->writeRefusal(counted, response.status);
  return response;
}

void Server::finish(LiveRequest& request, int status) const {
  m_services.live.end(request);
  m_services.metrics.countRequest(request.origin().route, status);
  if (request.origin().usesModel)
    m_services.metrics.countDuration(request.progress().elapsed_ms / 1000);
  if (m_services.log) m_services.log->write(request, status);
}

HttpResponse Server::answer(const Route& route, HttpRequest request) const {
  if (const auto* model = std::get_if<ModelHandler>(&route.handle))
    return (*model)(m_services.host, request);
  return std::get<ServiceHandler>(route.handle)(m_services, request);
}

HttpResponse Server::handle(HttpRequest request) const {
  std::shared_ptr<LiveRequest> live;
  HttpResponse response;
  try {
    RequestOrigin origin;
    const Route& route = admit(request, origin);
    live = m_services.live.begin(std::move(origin));
    request.live = live;
    request.connected = [connected = std::move(request.connected), live] {
      return connected() && !live->cancelled();
    };
    response = answer(route, request);
  } catch (...) {
    response = refusal(request.path);
  }
  addCorsHeaders(request, response);
  if (!live) {
    m_services.metrics.countRequest("(none)", response.status);
  } else if (!response.stream) {
    finish(*live, response.status);
  } else {
    // The end of the stream is the end of the request, also if the client never let it begin.
    const std::shared_ptr<void> atEnd(
        nullptr, [this, live, status = response.status](void*) { finish(*live, status); });
    response.stream = [stream = std::move(response.stream), live, atEnd](HttpStream& out) {
      WatchedStream watched(out, *live);
      stream(watched);
    };
  }
  return response;
}

}  // namespace alcove::server
