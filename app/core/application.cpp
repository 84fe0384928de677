// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/application.h"

#include <QDateTime>
#include <QDir>

#include "chats/chat_store.h"
#include "chats/conversation.h"
#include "client/engine_client.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "hardware/hardware_session.h"
#include "library/model_library.h"
#include "library/starter_catalogue.h"
#include "server/server_session.h"
#include "settings/settings.h"
#include "storage/database.h"

namespace alcove::core {
namespace {

constexpr int kReloadDelayMs = 1000;  // a person moves a slider through many values
constexpr int kKeepRemovedDays = 7;   // chats that were deleted, before they are gone for good

}  // namespace

Application::Application(const Paths& paths, QObject* parent) : QObject(parent), m_paths(paths) {
  m_settings = std::make_unique<settings::Settings>(paths.settingsFile());
  if (m_settings->damage()) notice(*m_settings->damage());
  connect(m_settings.get(), &settings::Settings::saveFailed, this, &Application::notice);

  m_database = std::make_unique<storage::Database>(paths.databaseFile());
  if (m_database->damage()) notice(*m_database->damage());
  m_chats = std::make_unique<chats::ChatStore>(
      *m_database, QDir(paths.dataFolder).filePath(QStringLiteral("writers")));

  m_engineProcess = std::make_unique<client::EngineProcess>(
      findEngineExecutable(), QStringList{QStringLiteral("--keys"), paths.serverKeysFile()});
  m_engine = std::make_unique<client::EngineClient>();
  m_modelSession = std::make_unique<client::ModelSession>(*m_engineProcess, *m_engine);
  m_server = std::make_unique<server::ServerSession>(*m_engineProcess, *m_engine, *m_settings);
  m_hardware = std::make_unique<hardware::HardwareSession>(*m_engineProcess, *m_engine);
  m_library = std::make_unique<library::ModelLibrary>(*m_engineProcess, *m_engine, *m_settings,
                                                      starterModelFolders());
  m_conversation =
      std::make_unique<chats::Conversation>(*m_chats, *m_engine, *m_modelSession, *m_settings);

  connect(m_modelSession.get(), &client::ModelSession::stateChanged, this,
          [this](client::ModelSession::State state) {
            if (state != client::ModelSession::State::Ready) return;
            m_settings->setLastModel(m_modelSession->wanted().path);
          });
  watchLoadSettings();
}

Application::~Application() = default;

void Application::start(const QString& model) {
  m_chats->purgeRemoved(QDateTime::currentDateTime().addDays(-kKeepRemovedDays));
  const QString wanted = model.isEmpty() ? defaultModelPath() : model;
  if (!wanted.isEmpty()) useModel(wanted);
  m_engineProcess->start();
  m_library->refresh();
}

QString Application::defaultModelPath() const {
  return library::defaultModel(*m_settings, starterModelFolders());
}

client::LoadRequest Application::loadRequest(const QString& path) const {
  client::LoadRequest request;
  request.path = path;
  request.contextTokens = m_settings->contextTokens();
  request.threads = m_settings->threads();
  request.device = m_settings->device();
  request.budgets = client::budgetTexts(m_settings->deviceBudgets());
  request.cacheOnProcessor = m_settings->cacheOnProcessor();
  if (m_settings->cacheType() != QLatin1String("auto")) request.cacheType = m_settings->cacheType();
  request.cacheFolder = m_paths.kvCacheFolder();
  request.cacheDiskBytes = qint64(m_settings->cacheDiskMegabytes()) * 1'000'000;
  return request;
}

void Application::useModel(const QString& path) { m_modelSession->load(loadRequest(path)); }

void Application::watchLoadSettings() {
  m_reloadTimer.setSingleShot(true);
  m_reloadTimer.setInterval(kReloadDelayMs);
  connect(&m_reloadTimer, &QTimer::timeout, this, &Application::reloadIfChanged);
  const auto later = qOverload<>(&QTimer::start);
  connect(m_settings.get(), &settings::Settings::threadsChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::contextTokensChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::deviceChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::deviceBudgetsChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::cacheOnProcessorChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::cacheTypeChanged, &m_reloadTimer, later);
  connect(m_settings.get(), &settings::Settings::cacheDiskMegabytesChanged, &m_reloadTimer, later);
}

void Application::reloadIfChanged() {
  const client::LoadRequest& wanted = m_modelSession->wanted();
  if (wanted.path.isEmpty()) return;
  const client::LoadRequest now = loadRequest(wanted.path);
  if (now == wanted) return;
  if (m_conversation->isAnsweringAny()) {
    m_reloadTimer.start();  // no answer is cut short for a setting
    return;
  }
  m_modelSession->load(now);
}

void Application::notice(const Error& error) {
  m_notices << error;
  emit noticed(error);
}

}  // namespace alcove::core
