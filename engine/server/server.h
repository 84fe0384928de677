// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/http_server.h"
#include "server/model_host.h"

namespace alcove::server {

// The HTTP API of docs/api.md over one model host.
class Server {
 public:
  // An empty `token` asks for none. `host` must outlive this.
  Server(ModelHost& host, std::string token);

  // Takes 127.0.0.1:port (0: any free one) and returns the port. Throws Error Io.
  int bind(int port);
  // Answers until stop(). REQUIRES: bind().
  void run() { m_http.run(); }
  // Safe from any thread.
  void stop() { m_http.stop(); }

 private:
  [[nodiscard]] std::optional<HttpResponse> refuse(const HttpHead& head) const;
  [[nodiscard]] HttpResponse handle(const HttpRequest& request) const;

  ModelHost& m_host;
  std::string m_token;
  int m_port = 0;
  HttpServer m_http;
};

}  // namespace alcove::server
