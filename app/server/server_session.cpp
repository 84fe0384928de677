// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/server_session.h"

#include <QJsonArray>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "settings/settings.h"

namespace alcove::server {
namespace {

using client::AccessKey;
using client::Call;
using client::ServerStatus;

constexpr int kLookMs = 1000;

}  // namespace

ServerSession::ServerSession(client::EngineProcess& process, client::EngineClient& client,
                             settings::Settings& settings, QObject* parent)
    : QObject(parent),
      m_process(process),
      m_client(client),
      m_settings(settings),
      m_wanted(settings.startServer()) {
  m_timer.setInterval(kLookMs);
  connect(&m_timer, &QTimer::timeout, this, &ServerSession::look);
  connect(&process, &client::EngineProcess::ready, this, &ServerSession::onEngineReady);
  connect(&process, &client::EngineProcess::stateChanged, this, &ServerSession::onEngineState);
}

void ServerSession::onEngineReady() {
  setState(State::Stopped);
  readKeys();
  if (m_wanted) start();
}

void ServerSession::onEngineState() {
  if (m_process.state() == client::EngineProcess::State::Running) return;
  m_status = {};
  m_tokensPerSecond = 0;
  setState(State::Waiting);
}

void ServerSession::start() { startOn(m_settings.serverPort()); }
void ServerSession::startOnFreePort() { startOn(0); }

void ServerSession::startOn(int port) {
  m_wanted = true;
  if (m_state == State::Waiting) return;  // it begins as soon as the engine is there
  if (m_look) m_look->cancel();
  setState(State::Starting);
  Call* call = m_client.startServer(port);
  connect(call, &Call::done, this, [this](const QJsonObject& result) {
    const ServerStatus status = ServerStatus::fromJson(result);
    m_settings.setServerPort(status.port);
    m_state = State::Running;
    take(status);
  });
  connect(call, &Call::failed, this, [this](const core::Error& error) {
    if (m_state != State::Starting) return;
    m_error = error;
    m_wanted = false;
    setState(State::Failed);
  });
}

void ServerSession::stop() {
  m_wanted = false;
  if (m_state == State::Waiting) return;
  if (m_look) m_look->cancel();
  setState(State::Stopping);
  Call* call = m_client.stopServer();
  connect(call, &Call::done, this, [this](const QJsonObject& result) {
    m_state = State::Stopped;
    take(ServerStatus::fromJson(result));
  });
  connect(call, &Call::failed, this, [this](const core::Error& error) {
    if (m_state != State::Stopping) return;
    m_error = error;
    setState(State::Failed);
  });
}

void ServerSession::setWatched(bool watched) {
  if (watched == m_timer.isActive()) return;
  if (!watched) return m_timer.stop();
  m_timer.start();
  look();
}

void ServerSession::look() {
  if (m_look || m_state == State::Waiting) return;
  m_look = m_client.server();
  connect(m_look, &Call::done, this,
          [this](const QJsonObject& result) { take(ServerStatus::fromJson(result)); });
}

void ServerSession::take(const ServerStatus& status) {
  const qint64 passedMs = status.clockMs - m_status.clockMs;
  const qint64 tokens = status.completionTokens - m_status.completionTokens;
  if (m_status.clockMs > 0 && passedMs > 0 && tokens >= 0)
    m_tokensPerSecond = double(tokens) * 1000 / double(passedMs);
  m_status = status;
  emit changed();
}

void ServerSession::readKeys() {
  connect(m_client.keys(), &Call::done, this, [this](const QJsonObject& result) {
    m_keys.clear();
    for (const QJsonValue& key : result[u"keys"].toArray())
      m_keys << AccessKey::fromJson(key.toObject());
    emit keysChanged();
  });
}

void ServerSession::cancelRequest(const QString& id) {
  Call* call = m_client.cancelRequest(id);
  connect(call, &Call::done, this, &ServerSession::look);
  connect(call, &Call::failed, this, &ServerSession::failed);
}

void ServerSession::addKey(const QString& name, const QStringList& scopes) {
  Call* call = m_client.addKey(name, scopes);
  connect(call, &Call::failed, this, &ServerSession::failed);
  connect(call, &Call::done, this, [this](const QJsonObject& result) {
    emit keyAdded(AccessKey::fromJson(result), result[u"key"].toString());
    readKeys();
  });
}

void ServerSession::removeKey(const QString& id) {
  Call* call = m_client.removeKey(id);
  connect(call, &Call::failed, this, &ServerSession::failed);
  connect(call, &Call::done, this, [this](const QJsonObject& result) {
    emit keyRemoved(AccessKey::fromJson(result));
    readKeys();
  });
}

void ServerSession::restoreKey(const QString& id) {
  Call* call = m_client.restoreKey(id);
  connect(call, &Call::failed, this, &ServerSession::failed);
  connect(call, &Call::done, this, &ServerSession::readKeys);
}

void ServerSession::setState(State state) {
  m_state = state;
  emit changed();
}

}  // namespace alcove::server
