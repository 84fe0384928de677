// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/server.h"

namespace alcove::server {

// The listener for other programs, which people start and stop while the process runs. Safe to call
// from any thread; start() and stop() wait for each other.
class PublicListener {
 public:
  struct Status {
    bool running = false;
    std::string address;
    int port = 0;  // while it runs
    std::size_t connections = 0;
    std::size_t mostConnections = 0;
    std::uint64_t turnedAway = 0;
    std::optional<Error> error;  // why the last start failed
  };

  // `services` must outlive this, and have keys. options.isPublic is set here.
  PublicListener(Services& services, ListenerOptions options);
  ~PublicListener();
  PublicListener(const PublicListener&) = delete;
  PublicListener& operator=(const PublicListener&) = delete;

  // Listens, and returns the port; where it listens already, it stops there first unless that is
  // the port. Throws Error Io.
  int start(int port);
  // Takes no new requests, lets those that run go on for `patience`, then ends them.
  void stop(std::chrono::milliseconds patience);
  [[nodiscard]] Status status() const;

 private:
  void end(std::chrono::milliseconds patience);

  Services& m_services;
  ListenerOptions m_options;
  std::mutex m_operation;  // one start or stop at a time; taken before m_mutex
  std::thread m_thread;    // guarded by m_operation

  mutable std::mutex m_mutex;  // guards what follows
  std::shared_ptr<Server> m_server;
  int m_port = 0;
  std::optional<Error> m_error;
};

}  // namespace alcove::server
