// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/http_server.h"

#include <alcove/error.h>
#include <arpa/inet.h>
#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "server/http_connection.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostBodyBytes = 16 * 1024 * 1024;
constexpr std::size_t kFraming = 1024 * 1024;  // of a chunked body, beside its contents
constexpr std::size_t kThreads = 64;           // each long stream holds one
constexpr int kBacklog = 128;
constexpr std::size_t kLongestPath = 256;  // longer than any route

// The connection that the calling thread serves: the library passes it to no handler.
thread_local HttpConnection* t_connection = nullptr;

// Our limited connection in the shape that the library reads and writes.
class LimitedStream final : public httplib::Stream {
 public:
  explicit LimitedStream(HttpConnection& connection) : m_connection(connection) {}

  bool is_readable() const override { return m_connection.readable(); }
  bool is_writable() const override { return m_connection.connected(); }
  ssize_t read(char* data, std::size_t size) override { return m_connection.read(data, size); }
  ssize_t write(const char* data, std::size_t size) override {
    return m_connection.write(data, size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { loopback(ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { loopback(ip, port); }
  socket_t socket() const override { return m_connection.socket(); }

 private:
  static void loopback(std::string& ip, int& port) {
    ip = "127.0.0.1";
    port = 0;
  }

  HttpConnection& m_connection;
};

class SinkStream final : public HttpStream {
 public:
  explicit SinkStream(httplib::DataSink& sink) : m_sink(sink) {}
  bool write(std::string_view bytes) override {
    return connected() && m_sink.write(bytes.data(), bytes.size());
  }
  bool connected() const override { return t_connection->connected(); }

 private:
  httplib::DataSink& m_sink;
};

HttpHead headOf(const httplib::Request& request) {
  HttpHead head;
  head.method = request.method;
  head.path = request.path;
  head.header = [&request](const char* name) -> std::optional<std::string> {
    if (request.get_header_value_count(name) != 1) return std::nullopt;
    return request.get_header_value(name);
  };
  head.hasHeader = [&request](const char* name) { return request.has_header(name); };
  return head;
}

void put(HttpResponse from, httplib::Response& to) {
  to.status = from.status;
  if (from.status == 401) to.set_header("WWW-Authenticate", "Bearer");
  to.set_header("Cache-Control", "no-store");
  to.set_header("X-Content-Type-Options", "nosniff");
  if (!from.stream) {
    to.set_content(std::move(from.body), from.contentType);
    return;
  }
  to.set_chunked_content_provider(
      from.contentType, [stream = std::move(from.stream)](std::size_t, httplib::DataSink& sink) {
        SinkStream out(sink);
        stream(out);
        sink.done();
        return true;
      });
}

// One request per connection, read through our own limits instead of the library's.
class OneShotServer final : public httplib::Server {
 public:
  explicit OneShotServer(const std::atomic<bool>& stopping) : m_stopping(stopping) {}

  // The library's own backlog is five, which a few impatient clients fill.
  void widenBacklog() { ::listen(svr_sock_.load(), kBacklog); }

  int boundPort() const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(svr_sock_.load(), reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    HttpConnection connection(socket, m_stopping);
    t_connection = &connection;
    LimitedStream stream(connection);
    bool closed = false;
    const bool done = process_request(stream, true, closed, [&](httplib::Request&) {
      connection.beginBody(kMostBodyBytes + kFraming);
    });
    connection.finish();
    t_connection = nullptr;
    ::close(socket);
    return done;
  }

  const std::atomic<bool>& m_stopping;
};

}  // namespace

struct HttpServer::State {
  explicit State(HttpHandlers given) : handlers(std::move(given)), server(stopping) {}

  HttpHandlers handlers;
  std::atomic<bool> stopping{false};
  std::atomic<bool> running{false};
  OneShotServer server;
};

HttpServer::HttpServer(HttpHandlers handlers)
    : m_state(std::make_unique<State>(std::move(handlers))) {
  httplib::Server& server = m_state->server;
  const HttpHandlers& handle = m_state->handlers;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_payload_max_length(kMostBodyBytes);
  server.set_tcp_nodelay(true);
  server.set_address_family(AF_INET);
  server.set_socket_options([](socket_t socket) {
    // Not the library's default, which would let a second server share the port.
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.set_pre_routing_handler(
      [&handle](const httplib::Request& request, httplib::Response& response) {
        auto refusal = request.path.size() > kLongestPath ? std::optional(handle.fail(404))
                                                          : handle.refuse(headOf(request));
        if (!refusal) return httplib::Server::HandlerResponse::Unhandled;
        put(std::move(*refusal), response);
        return httplib::Server::HandlerResponse::Handled;
      });
  const auto answer = [&handle](const httplib::Request& request, httplib::Response& response) {
    HttpConnection* connection = t_connection;
    put(handle.handle({request.method, request.path, request.body,
                       [connection] { return connection->connected(); }}),
        response);
  };
  server.Get(".*", answer);
  server.Post(".*", answer);
  const httplib::Server::HandlerWithResponse explain = [&handle](const httplib::Request&,
                                                                 httplib::Response& response) {
    // Our own refusals come by here too, and have said everything already.
    if (!response.body.empty()) return httplib::Server::HandlerResponse::Unhandled;
    put(handle.fail(t_connection->overLimit() ? 413 : response.status), response);
    return httplib::Server::HandlerResponse::Handled;
  };
  server.set_error_handler(explain);
}

HttpServer::~HttpServer() = default;

int HttpServer::bind(int port) {
  OneShotServer& server = m_state->server;
  if (!server.bind_to_port("127.0.0.1", port))
    throw Error(
        ErrorCode::Io,
        fmt::format("Port {} of 127.0.0.1 cannot be used ({}); choose another, or 0 for any.", port,
                    std::strerror(errno)));
  server.widenBacklog();
  return server.boundPort();
}

void HttpServer::run() {
  m_state->running = true;
  if (!m_state->stopping) m_state->server.listen_after_bind();
  m_state->running = false;
}

void HttpServer::stop() {
  m_state->stopping = true;
  // The library forgets a stop that comes before its loop has begun.
  while (m_state->running && !m_state->server.is_running())
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  m_state->server.stop();
}

}  // namespace alcove::server
