// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/public_listener.h"

#include <utility>

namespace alcove::server {
namespace {

// What another address must wait for before it takes over.
constexpr std::chrono::milliseconds kMovePatience{2000};

}  // namespace

PublicListener::PublicListener(Services& services, ListenerOptions options)
    : m_services(services), m_options(std::move(options)) {
  m_options.isPublic = true;
}

PublicListener::~PublicListener() { stop(std::chrono::milliseconds(0)); }

int PublicListener::start(int port) {
  const std::lock_guard operation(m_operation);
  if (const Status now = status(); now.running && now.port == port) return port;
  end(kMovePatience);
  auto server = std::make_shared<Server>(m_services, m_options);
  int bound;
  try {
    bound = server->bind(port);
  } catch (const Error& error) {
    const std::lock_guard lock(m_mutex);
    m_error = error;
    throw;
  }
  {
    const std::lock_guard lock(m_mutex);
    m_server = server;
    m_port = bound;
    m_error.reset();
  }
  m_thread = std::thread([server] { server->run(); });
  return bound;
}

void PublicListener::stop(std::chrono::milliseconds patience) {
  const std::lock_guard operation(m_operation);
  end(patience);
}

// REQUIRES: m_operation is held.
void PublicListener::end(std::chrono::milliseconds patience) {
  std::shared_ptr<Server> server;
  {
    const std::lock_guard lock(m_mutex);
    server = std::exchange(m_server, nullptr);
    m_port = 0;
    m_error.reset();
  }
  if (!server) return;
  server->drain(patience);
  m_thread.join();
}

PublicListener::Status PublicListener::status() const {
  const std::lock_guard lock(m_mutex);
  Status status;
  status.address = m_options.address;
  status.mostConnections = m_options.connections;
  status.error = m_error;
  if (!m_server) return status;
  status.running = true;
  status.port = m_port;
  status.connections = m_server->connections();
  status.turnedAway = m_server->turnedAway();
  return status;
}

}  // namespace alcove::server
