// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include <algorithm>
#include <utility>

#include "server/access.h"
#include "server/refusal.h"
#include "server/route.h"

namespace alcove::server {
namespace {

const Route* findRoute(std::string_view method, std::string_view path) {
  const auto matches = [&](const Route& route) {
    return path == route.path && method == route.method;
  };
  const auto it = std::ranges::find_if(routes(), matches);
  return it == routes().end() ? nullptr : &*it;
}

[[noreturn]] void throwNoRoute(std::string_view path) {
  const auto samePath = [&](const Route& route) { return path == route.path; };
  if (std::ranges::any_of(routes(), samePath))
    throw Refusal(405, "method_not_allowed", "This address does not answer that method.");
  throw Refusal(404, "not_found", "There is nothing at this address.");
}

// What the HTTP layer could not even read.
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
  }
  HttpResponse response;
  response.status = status;
  response.body = errorBody(type, sentence);
  return response;
}

}  // namespace

Server::Server(ModelHost& host, std::string token)
    : m_host(host),
      m_token(std::move(token)),
      m_http({[this](const HttpHead& head) { return refuse(head); },
              [this](const HttpRequest& request) { return handle(request); }, failure}) {}

int Server::bind(int port) { return m_port = m_http.bind(port); }

std::optional<HttpResponse> Server::refuse(const HttpHead& head) const {
  try {
    requireLocal(head, m_port);
    const Route* route = findRoute(head.method, head.path);
    // Without the token, not even which addresses there are.
    if (!m_token.empty() && (route == nullptr || route->needsToken)) requireToken(head, m_token);
    if (route == nullptr) throwNoRoute(head.path);
    return std::nullopt;
  } catch (...) {
    return refusalFromException();
  }
}

HttpResponse Server::handle(const HttpRequest& request) const {
  try {
    const Route* route = findRoute(request.method, request.path);
    if (route == nullptr) throwNoRoute(request.path);
    return route->handle(m_host, request);
  } catch (...) {
    return refusalFromException();
  }
}

}  // namespace alcove::server
