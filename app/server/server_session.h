// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include "client/call.h"
#include "client/server_types.h"
#include "core/error.h"

namespace alcove::client {
class EngineClient;
class EngineProcess;
}  // namespace alcove::client
namespace alcove::settings {
class Settings;
}

namespace alcove::server {

// The public server of the engine: whether it is wanted, what it does, and its keys. Starts it when
// the engine is there and the settings ask for it, and again after the engine came back. GUI
// thread.
class ServerSession : public QObject {
  Q_OBJECT
 public:
  enum class State {
    Waiting,  // the engine is not there (yet)
    Stopped,
    Starting,
    Running,  // status() has its address
    Stopping,
    Failed,  // error() says why it did not start
  };
  Q_ENUM(State)

  // All must outlive the session.
  ServerSession(client::EngineProcess& process, client::EngineClient& client,
                settings::Settings& settings, QObject* parent = nullptr);

  // On settings.serverPort; one that was 0 stays 0 and means any free port.
  void start();
  // On a port that is free now, which becomes settings.serverPort.
  void startOnFreePort();
  void stop();

  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] const client::ServerStatus& status() const { return m_status; }
  [[nodiscard]] const core::Error& error() const { return m_error; }  // while Failed
  [[nodiscard]] const QList<client::AccessKey>& keys() const { return m_keys; }
  // Tokens of all answers in a second, between the last two looks.
  [[nodiscard]] double tokensPerSecond() const { return m_tokensPerSecond; }

  // While somebody watches, status() is read again every second.
  void setWatched(bool watched);

  void cancelRequest(const QString& id);
  void addKey(const QString& name, const QStringList& scopes);
  void removeKey(const QString& id);
  void restoreKey(const QString& id);

 signals:
  void changed();  // state(), status(), error(), tokensPerSecond()
  void keysChanged();
  // The only time that `secret` is known.
  void keyAdded(const alcove::client::AccessKey& key, const QString& secret);
  void keyRemoved(const alcove::client::AccessKey& key);
  void failed(const alcove::core::Error& error);  // of a key or of a cancellation

 private:
  void onEngineReady();
  void onEngineState();
  void startOn(int port);
  void look();
  void readKeys();
  void take(const client::ServerStatus& status);
  void setState(State state);

  client::EngineProcess& m_process;
  client::EngineClient& m_client;
  settings::Settings& m_settings;
  QTimer m_timer;
  QPointer<client::Call> m_look;
  State m_state = State::Waiting;
  client::ServerStatus m_status;
  core::Error m_error;
  QList<client::AccessKey> m_keys;
  double m_tokensPerSecond = 0;
  bool m_wanted = false;  // it runs, or is to run when the engine is back
};

}  // namespace alcove::server
