// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "server/access.h"
#include "server/http_server.h"
#include "server/services.h"

namespace alcove::server {

struct Route;

// Who a listener is for, and how far it opens.
struct ListenerOptions {
  // Public: only routes that a key can open are there, and each wants a key with its scope. Else it
  // belongs to the owner, and all routes want `token` (empty: none).
  bool isPublic = false;
  std::string token;
  std::string address = "127.0.0.1";  // IPv4
  std::vector<std::string> hosts;     // names by which it may be called, beside the local ones
  std::vector<std::string> origins;   // web sites whose pages may call it
  std::size_t connections = 64;       // open at the same time
};

// The HTTP API of docs/api.md on one address.
class Server {
 public:
  // `services` must outlive this. A public server needs services.keys.
  Server(Services& services, ListenerOptions options);

  // Takes options.address:port (0: any free one) and returns the port. Throws Error Io.
  int bind(int port);
  // Answers until stop() or drain(). REQUIRES: bind().
  void run() { m_http.run(); }
  // Safe from any thread.
  void stop() { m_http.stop(); }
  // No new requests; those that run may go on for `patience`. Returns when all is over.
  void drain(std::chrono::milliseconds patience) { m_http.drain(patience); }

  [[nodiscard]] std::size_t connections() const { return m_http.connections(); }
  [[nodiscard]] std::uint64_t turnedAway() const { return m_http.turnedAway(); }

 private:
  [[nodiscard]] std::optional<HttpResponse> refuse(const HttpHead& head) const;
  [[nodiscard]] HttpResponse handle(HttpRequest request) const;
  [[nodiscard]] const Route& admit(const HttpHead& head, RequestOrigin& origin) const;
  [[nodiscard]] HttpResponse preflight(const HttpHead& head) const;
  [[nodiscard]] HttpResponse answer(const Route& route, HttpRequest request) const;
  void finish(LiveRequest& request, int status) const;
  void addCorsHeaders(const HttpHead& head, HttpResponse& response) const;

  Services& m_services;
  ListenerOptions m_options;
  CallerRules m_rules;
  HttpServer m_http;
};

}  // namespace alcove::server
