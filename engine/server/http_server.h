// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace alcove::server {

// What is known of a request before its body is read.
struct HttpHead {
  std::string method;
  std::string path;  // without query
  // The value of the only header of this name; nothing if there is none, or more than one.
  std::function<std::optional<std::string>(const char* name)> header;
  std::function<bool(const char* name)> hasHeader;
};

// False once the client has gone away or the server is stopping.
using Connected = std::function<bool()>;

struct HttpRequest {
  std::string method;
  std::string path;
  std::string body;
  Connected connected;  // valid until the response, its stream included, is over
};

// Writes the body of a response piece by piece.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // Sends at once. False if the client is gone.
  virtual bool write(std::string_view bytes) = 0;
  [[nodiscard]] virtual bool connected() const = 0;
};

struct HttpResponse {
  int status = 200;
  std::string contentType = "application/json";
  std::string body;
  // If set, it writes the body instead, on the connection's thread, and may take as long as it
  // likes.
  std::function<void(HttpStream&)> stream;
};

// What a server does with requests. All are called from many threads at once; none may throw.
struct HttpHandlers {
  // Refuses a request by its head alone: nothing lets it in.
  std::function<std::optional<HttpResponse>(const HttpHead&)> refuse;
  std::function<HttpResponse(const HttpRequest&)> handle;
  // The body of a failure that the HTTP layer itself found (400, 413, 414).
  std::function<HttpResponse(int status)> fail;
};

// HTTP/1.1 on the loopback interface, one request per connection. Heads, bodies and the time that
// they take are limited, so that no client can hold more than one of the threads for long without
// an answer. Hides the library that does it.
class HttpServer {
 public:
  explicit HttpServer(HttpHandlers handlers);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Takes 127.0.0.1:port (0: any free one) and returns the port. Throws Error Io.
  int bind(int port);
  // Answers requests until stop(). REQUIRES: bind().
  void run();
  // Ends run() once every response is over; streams see that they are no longer connected. Safe
  // from any thread, before and during run().
  void stop();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::server
