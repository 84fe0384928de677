// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace alcove::server {

// Reads and writes one accepted socket within limits of size and time. Belongs to one thread, but
// for connected(), which others may ask. Does not close the socket.
class HttpConnection {
 public:
  // What ends connections from outside.
  struct Ending {
    std::atomic<bool> draining{false};  // no request begins any more
    std::atomic<bool> stopping{false};  // those that run end, too
  };

  // `ending` must outlive this.
  HttpConnection(int socket, const Ending& ending);

  // The head has been read: from here on at most `bytes` more may come.
  void beginBody(std::size_t bytes);
  // The head has been read, and said that nothing follows it.
  void beginNoBody() { m_over = true; }

  // Bytes read, 0 at the end, -1 on an error, a limit or when the time is up.
  [[nodiscard]] std::ptrdiff_t read(char* data, std::size_t size);
  // All of it, or -1.
  [[nodiscard]] std::ptrdiff_t write(const char* data, std::size_t size);
  [[nodiscard]] bool readable();
  [[nodiscard]] bool connected() const;
  // The client sent more than it may.
  [[nodiscard]] bool overLimit() const noexcept { return m_overLimit; }
  [[nodiscard]] int socket() const noexcept { return m_socket; }

  // Says that nothing more will be written and waits a moment for the client to have read it all:
  // closing with unread data in the socket would destroy the answer on its way.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool waitReadable();
  [[nodiscard]] bool waitFor(short events, Clock::time_point deadline) const;
  [[nodiscard]] bool unwanted() const;

  int m_socket;
  const Ending& m_ending;
  std::vector<char> m_buffer;
  std::size_t m_begin = 0;  // unread bytes are m_buffer[m_begin, m_end)
  std::size_t m_end = 0;
  std::size_t m_budget;  // bytes that may still come
  Clock::time_point m_deadline;
  bool m_inHead = true;
  bool m_over = false;  // nothing more is read
  bool m_overLimit = false;
};

}  // namespace alcove::server
