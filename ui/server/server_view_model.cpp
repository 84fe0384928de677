// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/server_view_model.h"

#include <QLocale>
#include <QVariantMap>

#include "components/navigation.h"
#include "components/words.h"
#include "core/application.h"
#include "server/cache_picture.h"
#include "server/server_examples.h"
#include "server/server_session.h"
#include "settings/settings.h"

namespace alcove::ui {
namespace {

using State = server::ServerSession::State;

constexpr int kCacheCells = 200;

QVariantMap scopeRow(const char* value, const QString& text, const QString& description) {
  return {{QStringLiteral("value"), QString::fromLatin1(value)},
          {QStringLiteral("text"), text},
          {QStringLiteral("description"), description}};
}

}  // namespace

ServerViewModel::ServerViewModel(core::Application& application, Navigation& navigation,
                                 QObject* parent)
    : QObject(parent),
      m_application(application),
      m_navigation(navigation),
      m_session(application.server()) {
  const settings::Settings& settings = application.settings();
  connect(&settings, &settings::Settings::serverPortChanged, this, &ServerViewModel::portChanged);
  connect(&settings, &settings::Settings::serverPortChanged, this, &ServerViewModel::changed);
  connect(&settings, &settings::Settings::startServerChanged, this,
          &ServerViewModel::startsWithAppChanged);
  const auto showRequests = [this] { m_requests.show(m_session.status().requests); };
  connect(&m_session, &server::ServerSession::changed, this, showRequests);
  connect(&m_session, &server::ServerSession::changed, this, &ServerViewModel::changed);
  const auto showKeys = [this] { m_keys.show(m_session.keys()); };
  connect(&m_session, &server::ServerSession::keysChanged, this, showKeys);
  connect(&m_session, &server::ServerSession::keyAdded, this,
          [this](const client::AccessKey& key, const QString& secret) {
            m_newKey = secret;
            m_newKeyName = key.name;
            emit newKeyChanged();
          });
  connect(&m_session, &server::ServerSession::keyRemoved, this,
          [this](const client::AccessKey& key) {
            m_navigation.notifyWithAction(
                tr("Removed the key “%1”. It opens nothing any more.").arg(key.name), tr("Undo"),
                [this, id = key.id] { m_session.restoreKey(id); });
          });
  connect(&m_session, &server::ServerSession::failed, this,
          [this](const core::Error& error) { m_navigation.notify(error.sentence); });
  showRequests();
  showKeys();
}

QString ServerViewModel::state() const {
  switch (m_session.state()) {
    case State::Waiting:
      return QStringLiteral("waiting");
    case State::Stopped:
      return QStringLiteral("stopped");
    case State::Starting:
      return QStringLiteral("starting");
    case State::Running:
      return QStringLiteral("running");
    case State::Stopping:
      return QStringLiteral("stopping");
    case State::Failed:
      return QStringLiteral("failed");
  }
  return QStringLiteral("stopped");
}

QString ServerViewModel::stateText() const {
  switch (m_session.state()) {
    case State::Waiting:
      return tr("Waiting for the engine to start.");
    case State::Stopped:
    case State::Failed:
      return tr("Other programs on this computer can use the loaded model, each with a key.");
    case State::Starting:
      return tr("Starting…");
    case State::Stopping:
      return tr("Stopping. Requests that run may finish.");
    case State::Running:
      return model().isEmpty()
                 ? tr("Running, but no model is loaded: requests are refused until you load one.")
                 : tr("Running with %1, for programs on this computer.").arg(model());
  }
  return {};
}

QString ServerViewModel::url() const {
  const QString& url = m_session.status().url;
  if (!url.isEmpty()) return url;
  return port() == 0 ? QStringLiteral("http://127.0.0.1")
                     : QStringLiteral("http://127.0.0.1:%1").arg(port());
}

int ServerViewModel::port() const { return m_application.settings().serverPort(); }
void ServerViewModel::setPort(int port) { m_application.settings().setServerPort(port); }

bool ServerViewModel::startsWithApp() const { return m_application.settings().startServer(); }
void ServerViewModel::setStartsWithApp(bool starts) {
  m_application.settings().setStartServer(starts);
}

QString ServerViewModel::problem() const {
  return m_session.state() == State::Failed ? m_session.error().sentence : QString();
}

QString ServerViewModel::problemDetails() const {
  return m_session.state() == State::Failed ? m_session.error().details : QString();
}

QString ServerViewModel::model() const { return m_session.status().model; }

QString ServerViewModel::activity() const {
  QStringList parts;
  // The source language has no translation file that would choose the plural.
  if (m_session.state() == State::Running)
    parts << (m_session.status().connections == 1
                  ? tr("1 connection")
                  : tr("%1 connections").arg(m_session.status().connections));
  const int rate = qRound(m_session.tokensPerSecond());
  parts << tr("%1 tokens/s").arg(QLocale().toString(rate));
  parts << tr("%1 tokens written since the engine started")
               .arg(QLocale().toString(m_session.status().completionTokens));
  return parts.join(QStringLiteral(" · "));
}

QStringList ServerViewModel::cacheCells() const {
  return ui::cacheCells(cacheParts(m_session.status().cache), kCacheCells);
}

QVariantList ServerViewModel::cacheLegend() const {
  QVariantList legend;
  for (const CachePart& part : cacheParts(m_session.status().cache))
    legend.append(QVariantMap{{QStringLiteral("kind"), part.kind},
                              {QStringLiteral("name"), part.name},
                              {QStringLiteral("text"), QLocale().toString(part.blocks)}});
  return legend;
}

QString ServerViewModel::cacheText() const {
  const client::CacheBlocks& cache = m_session.status().cache;
  QStringList parts = {
      tr("%1 blocks of %2 tokens").arg(QLocale().toString(cache.total)).arg(cache.blockTokens),
      tr("%1 % of the blocks in use wasted")
          .arg(QLocale().toString(cache.wastedShare * 100, 'f', 1))};
  if (cache.diskLimitBytes > 0)
    parts << tr("%1 of %2 on disk")
                 .arg(bytesInWords(cache.diskBytes), bytesInWords(cache.diskLimitBytes));
  return parts.join(QStringLiteral(" · "));
}

QVariantList ServerViewModel::examples() const { return serverExamples(url(), model()); }

QVariantList ServerViewModel::scopes() const {
  return {scopeRow("chat", tr("Chat"), tr("Let the model write")),
          scopeRow("embeddings", tr("Embeddings"), tr("Turn texts into vectors")),
          scopeRow("read", tr("Model info"), tr("See which model is loaded, count tokens")),
          scopeRow("metrics", tr("Metrics"), tr("Numbers for Prometheus"))};
}

void ServerViewModel::setShown(bool shown) { m_session.setWatched(shown); }
void ServerViewModel::start() { m_session.start(); }
void ServerViewModel::startOnFreePort() { m_session.startOnFreePort(); }
void ServerViewModel::stop() { m_session.stop(); }

void ServerViewModel::addKey(const QString& name, const QStringList& scopes) {
  m_session.addKey(name.trimmed(), scopes);
}

void ServerViewModel::removeKey(const QString& id) { m_session.removeKey(id); }

void ServerViewModel::dismissNewKey() {
  m_newKey.clear();
  m_newKeyName.clear();
  emit newKeyChanged();
}

void ServerViewModel::cancelRequest(const QString& id) { m_session.cancelRequest(id); }

void ServerViewModel::copy(const QString& text, const QString& notice) {
  m_navigation.copyText(text);
  m_navigation.notify(notice);
}

}  // namespace alcove::ui
