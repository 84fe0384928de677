// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/http_connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace alcove::server {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHeadBytes = 64 * 1024;
constexpr auto kHeadTime = 10s;
constexpr auto kBodyTime = 60s;
constexpr auto kWriteTime = 30s;  // for a client that does not read
constexpr auto kFarewellTime = 500ms;
constexpr std::size_t kFarewellBytes = 32 * 1024 * 1024;
constexpr std::size_t kBufferBytes = 16 * 1024;
constexpr std::chrono::milliseconds kGlance =
    200ms;  // how often a waiting connection looks whether it is to end

}  // namespace

HttpConnection::HttpConnection(int socket, const Ending& ending)
    : m_socket(socket),
      m_ending(ending),
      m_buffer(kBufferBytes),
      m_budget(kHeadBytes),
      m_deadline(Clock::now() + kHeadTime) {}

void HttpConnection::beginBody(std::size_t bytes) {
  m_inHead = false;
  m_budget = bytes;
  m_deadline = Clock::now() + kBodyTime;
}

bool HttpConnection::unwanted() const {
  return m_ending.stopping.load(std::memory_order_relaxed) ||
         (m_inHead && m_ending.draining.load(std::memory_order_relaxed));
}

// Waits for `events`; false when the time is up, the socket failed or the connection is to end.
bool HttpConnection::waitFor(short events, Clock::time_point deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd entry{m_socket, events, 0};
    const int ready = poll(&entry, 1, int(std::min(left, kGlance).count()));
    if (ready > 0) return (entry.revents & (events | POLLHUP | POLLERR)) != 0;
    if (ready < 0 && errno != EINTR) return false;
    if (unwanted()) return false;
  }
}

bool HttpConnection::waitReadable() { return m_begin < m_end || waitFor(POLLIN, m_deadline); }

bool HttpConnection::readable() { return waitReadable(); }

std::ptrdiff_t HttpConnection::read(char* data, std::size_t size) {
  if (size == 0 || m_over) return 0;
  if (m_budget == 0) {
    m_overLimit = true;
    return -1;
  }
  if (!waitReadable()) return -1;
  if (m_begin == m_end) {
    const ssize_t got = recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
    if (got <= 0) return got;
    m_begin = 0;
    m_end = std::size_t(got);
  }
  const std::size_t count = std::min({size, m_end - m_begin, m_budget});
  std::memcpy(data, m_buffer.data() + m_begin, count);
  m_begin += count;
  m_budget -= count;
  return std::ptrdiff_t(count);
}

std::ptrdiff_t HttpConnection::write(const char* data, std::size_t size) {
  const auto deadline = Clock::now() + kWriteTime;
  for (std::size_t sent = 0; sent < size;) {
    if (!waitFor(POLLOUT, deadline)) return -1;
    const ssize_t count = send(m_socket, data + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (count > 0) sent += std::size_t(count);
  }
  return std::ptrdiff_t(size);
}

bool HttpConnection::connected() const {
  if (m_ending.stopping.load(std::memory_order_relaxed)) return false;
  pollfd entry{m_socket, POLLRDHUP, 0};
  return poll(&entry, 1, 0) <= 0 || (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0;
}

void HttpConnection::finish() {
  shutdown(m_socket, SHUT_WR);
  const auto deadline = Clock::now() + kFarewellTime;
  for (std::size_t seen = 0; seen < kFarewellBytes && waitFor(POLLIN, deadline);) {
    const ssize_t got = recv(m_socket, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
    if (got <= 0) return;
    seen += std::size_t(got);
  }
}

}  // namespace alcove::server
