// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

class LiveRequest;

struct HttpRequest : HttpHead {
  std::string body;
  Connected connected;  // valid until the response, its stream included, is over
  // What others may see and cancel of it; set by Server. Handlers tell it about their tokens.
  std::shared_ptr<LiveRequest> live;
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
  std::vector<std::pair<std::string, std::string>> headers;  // beside those that every response has
  // If set, it writes the body instead, on the connection's thread, and may take as long as it
  // likes.
  std::function<void(HttpStream&)> stream;
};

// What a server does with requests. All are called from many threads at once; none may throw.
struct HttpHandlers {
  // Refuses a request by its head alone: nothing lets it in.
  std::function<std::optional<HttpResponse>(const HttpHead&)> refuse;
  std::function<HttpResponse(HttpRequest)> handle;
  // The body of a failure that the HTTP layer itself found (400, 413, 414).
  std::function<HttpResponse(int status)> fail;
};

// HTTP/1.1, one request per connection. Heads, bodies and the time that they take are limited, so
// that no client can hold more than one thread for long without an answer. Who comes when all
// connections are taken is told so (503) and asked to come again. Hides the library that does it.
class HttpServer {
 public:
  // At most `connections` are answered at the same time.
  HttpServer(HttpHandlers handlers, std::size_t connections);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Takes address:port (an IPv4 address; port 0: any free one) and returns the port. Throws Error
  // Io.
  int bind(const std::string& address, int port);
  // Answers requests until stop() or drain(). REQUIRES: bind().
  void run();
  // Ends run() once every response is over; streams see that they are no longer connected. Safe
  // from any thread, before and during run().
  void stop();
  // Takes no more connections, lets what runs go on for `patience`, then stop()s. Returns when
  // run() is about to return, at once if it does not run. Safe from any thread but those of
  // handlers.
  void drain(std::chrono::milliseconds patience);

  // Connections that are open now, and how many were turned away so far because all were taken.
  [[nodiscard]] std::size_t connections() const;
  [[nodiscard]] std::uint64_t turnedAway() const;

 private:
  struct State;
  void addHandlers();
  void stopAccepting();
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::server
