// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QObject>
#include <QTimer>
#include <memory>

#include "core/error.h"
#include "core/paths.h"

namespace alcove::storage {
class Database;
}
namespace alcove::chats {
class ChatStore;
class Conversation;
}  // namespace alcove::chats
namespace alcove::client {
class EngineClient;
class EngineProcess;
class ModelSession;
struct LoadRequest;
}  // namespace alcove::client
namespace alcove::hardware {
class HardwareSession;
}
namespace alcove::library {
class ModelLibrary;
}
namespace alcove::server {
class ServerSession;
}
namespace alcove::settings {
class Settings;
}

namespace alcove::core {

// The composition root: builds every service, passes references, owns all of them, and destroys
// them in the right order (answers stop, the engine ends). Lives in the GUI thread, as do all
// services; none blocks it. Needs a QCoreApplication.
class Application : public QObject {
  Q_OBJECT
 public:
  // Opens settings and database under `paths`. Damage is repaired by moving aside and told through
  // notices(). Throws Error when nothing can work: the data folder cannot be written, or the
  // database is of a newer Alcove.
  explicit Application(const Paths& paths = Paths::standard(), QObject* parent = nullptr);
  ~Application() override;

  // Starts the engine's process, scans the model folders, and loads `model` (empty: the default
  // one). Returns at once; watch modelSession(). Call after the first frame.
  void start(const QString& model = {});

  // What the person must hear about how things were opened ("The settings were damaged …").
  // Stays readable; noticed() comes for later ones.
  [[nodiscard]] const QList<Error>& notices() const { return m_notices; }

  // The model to load when the person chose none: settings.lastModel if it still exists, else the
  // first installed starter model; empty if there is none.
  [[nodiscard]] QString defaultModelPath() const;

  // Loads `path` with the settings' threads, context, device and budgets; once loaded it is
  // remembered as settings.lastModel. When those settings change, the model is loaded again as soon
  // as no answer is being written. Progress and errors: modelSession().
  void useModel(const QString& path);

  [[nodiscard]] const Paths& paths() const { return m_paths; }
  [[nodiscard]] settings::Settings& settings() const { return *m_settings; }
  [[nodiscard]] chats::ChatStore& chats() const { return *m_chats; }
  [[nodiscard]] chats::Conversation& conversation() const { return *m_conversation; }
  [[nodiscard]] client::EngineProcess& engineProcess() const { return *m_engineProcess; }
  [[nodiscard]] client::EngineClient& engine() const { return *m_engine; }
  [[nodiscard]] client::ModelSession& modelSession() const { return *m_modelSession; }
  [[nodiscard]] server::ServerSession& server() const { return *m_server; }
  [[nodiscard]] hardware::HardwareSession& hardware() const { return *m_hardware; }
  [[nodiscard]] library::ModelLibrary& library() const { return *m_library; }

 signals:
  void noticed(const alcove::core::Error& notice);

 private:
  void notice(const Error& error);
  [[nodiscard]] client::LoadRequest loadRequest(const QString& path) const;
  void watchLoadSettings();
  void reloadIfChanged();

  Paths m_paths;
  QList<Error> m_notices;
  QTimer m_reloadTimer;
  std::unique_ptr<settings::Settings> m_settings;
  std::unique_ptr<storage::Database> m_database;
  std::unique_ptr<chats::ChatStore> m_chats;
  std::unique_ptr<client::EngineProcess> m_engineProcess;
  std::unique_ptr<client::EngineClient> m_engine;
  std::unique_ptr<client::ModelSession> m_modelSession;
  std::unique_ptr<server::ServerSession> m_server;
  std::unique_ptr<hardware::HardwareSession> m_hardware;
  std::unique_ptr<library::ModelLibrary> m_library;
  std::unique_ptr<chats::Conversation> m_conversation;
};

}  // namespace alcove::core
