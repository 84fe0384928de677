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
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include "server/connection_threads.h"
#include "server/http_connection.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostBodyBytes = 16 * 1024 * 1024;
constexpr std::size_t kFraming = 1024 * 1024;  // of a chunked body, beside its contents
constexpr std::size_t kRefusals = 8;           // at a time, when all connections are taken
constexpr int kBacklog = 512;
constexpr std::size_t kLongestPath = 256;  // longer than any route

// The connection that the calling thread serves: the library passes it to no handler.
thread_local HttpConnection* t_connection = nullptr;
// The calling thread has a connection only to turn it away.
thread_local bool t_turnAway = false;
// The calling thread runs the library's loop and must not wait for anybody.
thread_local bool t_accepting = false;

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

void readHead(const httplib::Request& request, HttpHead& head) {
  head.method = request.method;
  head.path = request.path;
  head.header = [&request](const char* name) -> std::optional<std::string> {
    if (request.get_header_value_count(name) != 1) return std::nullopt;
    return request.get_header_value(name);
  };
  head.hasHeader = [&request](const char* name) { return request.has_header(name); };
}

HttpHead headOf(const httplib::Request& request) {
  HttpHead head;
  readHead(request, head);
  return head;
}

void put(HttpResponse from, httplib::Response& to) {
  to.status = from.status;
  if (from.status == 401) to.set_header("WWW-Authenticate", "Bearer");
  to.set_header("Cache-Control", "no-store");
  to.set_header("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
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

// Hands each accepted connection to a thread, or to somebody who turns it away.
class ConnectionQueue final : public httplib::TaskQueue {
 public:
  ConnectionQueue(ConnectionThreads& threads, ConnectionThreads& refusals,
                  std::atomic<std::uint64_t>& turnedAway)
      : m_threads(threads), m_refusals(refusals), m_turnedAway(turnedAway) {}

  void enqueue(std::function<void()> serve) override {
    if (m_threads.run(serve)) return;
    ++m_turnedAway;
    const auto refuse = [serve = std::move(serve)] {
      t_turnAway = true;
      serve();
      t_turnAway = false;
    };
    // Even who refuses is busy: the accepting thread does it itself, which takes no time at all.
    if (!m_refusals.run(refuse)) refuse();
  }
  void shutdown() override {
    m_threads.finish();
    m_refusals.finish();
  }

 private:
  ConnectionThreads& m_threads;
  ConnectionThreads& m_refusals;
  std::atomic<std::uint64_t>& m_turnedAway;
};

// One request per connection, read through our own limits instead of the library's.
class OneShotServer final : public httplib::Server {
 public:
  explicit OneShotServer(const HttpConnection::Ending& ending, const HttpHandlers& handlers)
      : m_ending(ending), m_handlers(handlers) {}

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
    HttpConnection connection(socket, m_ending);
    const bool done = t_turnAway ? turnAway(connection) : serve(connection);
    ::close(socket);
    return done;
  }

  bool serve(HttpConnection& connection) {
    t_connection = &connection;
    LimitedStream stream(connection);
    bool closed = false;
    const bool done = process_request(stream, true, closed, [&](httplib::Request& request) {
      // Without either header there is no body (RFC 9112, 6.3); the library would wait for one.
      if (request.has_header("Content-Length") || request.has_header("Transfer-Encoding"))
        connection.beginBody(kMostBodyBytes + kFraming);
      else
        connection.beginNoBody();
    });
    connection.finish();
    t_connection = nullptr;
    return done;
  }

  bool turnAway(HttpConnection& connection) {
    const HttpResponse response = m_handlers.fail(503);
    const std::string text = fmt::format(
        "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
        "Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
        response.contentType, response.body.size(), response.body);
    // A fresh socket has room for so little: this does not wait.
    ::send(connection.socket(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (!t_accepting) connection.finish();
    return true;
  }

  const HttpConnection::Ending& m_ending;
  const HttpHandlers& m_handlers;
};

}  // namespace

struct HttpServer::State {
  State(HttpHandlers given, std::size_t connections)
      : handlers(std::move(given)), threads(connections), server(ending, handlers) {}

  HttpHandlers handlers;
  HttpConnection::Ending ending;
  std::atomic<bool> running{false};
  std::atomic<std::uint64_t> turnedAway{0};
  ConnectionThreads threads;
  ConnectionThreads refusals{kRefusals};
  OneShotServer server;
  std::mutex mutex;
  std::condition_variable ended;  // `running` became false
};

HttpServer::HttpServer(HttpHandlers handlers, std::size_t connections)
    : m_state(std::make_unique<State>(std::move(handlers), connections)) {
  httplib::Server& server = m_state->server;
  State& state = *m_state;
  server.new_task_queue = [&state] {
    return new ConnectionQueue(state.threads, state.refusals, state.turnedAway);
  };
  server.set_payload_max_length(kMostBodyBytes);
  server.set_tcp_nodelay(true);
  server.set_address_family(AF_INET);
  server.set_socket_options([](socket_t socket) {
    // Not the library's default, which would let a second server share the port.
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  addHandlers();
}

HttpServer::~HttpServer() = default;

void HttpServer::addHandlers() {
  httplib::Server& server = m_state->server;
  const HttpHandlers& handle = m_state->handlers;
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
    HttpRequest ours;
    readHead(request, ours);
    ours.body = request.body;
    ours.connected = [connection] { return connection->connected(); };
    put(handle.handle(std::move(ours)), response);
  };
  server.Get(".*", answer);
  server.Post(".*", answer);
  server.Delete(".*", answer);
  const httplib::Server::HandlerWithResponse explain = [&handle](const httplib::Request&,
                                                                 httplib::Response& response) {
    // Our own refusals come by here too, and have said everything already.
    if (!response.body.empty()) return httplib::Server::HandlerResponse::Unhandled;
    put(handle.fail(t_connection->overLimit() ? 413 : response.status), response);
    return httplib::Server::HandlerResponse::Handled;
  };
  server.set_error_handler(explain);
}

int HttpServer::bind(const std::string& address, int port) {
  OneShotServer& server = m_state->server;
  if (!server.bind_to_port(address, port))
    throw Error(ErrorCode::Io,
                fmt::format("Port {} of {} cannot be used ({}); choose another, or 0 for any.",
                            port, address, std::strerror(errno)));
  server.widenBacklog();
  return server.boundPort();
}

void HttpServer::run() {
  m_state->running = true;
  t_accepting = true;
  if (!m_state->ending.draining) m_state->server.listen_after_bind();
  t_accepting = false;
  const std::lock_guard lock(m_state->mutex);
  m_state->running = false;
  m_state->ended.notify_all();
}

void HttpServer::stop() {
  m_state->ending.stopping = true;
  stopAccepting();
}

void HttpServer::drain(std::chrono::milliseconds patience) {
  stopAccepting();
  {
    std::unique_lock lock(m_state->mutex);
    m_state->ended.wait_for(lock, patience, [&] { return !m_state->running; });
  }
  m_state->ending.stopping = true;
  std::unique_lock lock(m_state->mutex);
  m_state->ended.wait(lock, [&] { return !m_state->running; });
}

void HttpServer::stopAccepting() {
  m_state->ending.draining = true;
  // The library forgets a stop that comes before its loop has begun.
  while (m_state->running && !m_state->server.is_running()) {
    std::unique_lock lock(m_state->mutex);
    if (m_state->ended.wait_for(lock, std::chrono::milliseconds(1),
                                [&] { return !m_state->running; }))
      return;
  }
  m_state->server.stop();
}

std::size_t HttpServer::connections() const { return m_state->threads.busy(); }
std::uint64_t HttpServer::turnedAway() const { return m_state->turnedAway; }

}  // namespace alcove::server
