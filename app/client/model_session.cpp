// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/model_session.h"

#include <QTimer>

#include "client/engine_client.h"
#include "client/engine_process.h"

namespace alcove::client {
namespace {

// A model that ends the engine this often while it loads is not tried again by itself.
constexpr int kMaxDeathsWhileLoading = 2;
constexpr int kEndIsNearMs = 3000;

}  // namespace

ModelSession::ModelSession(EngineProcess& process, EngineClient& client, QObject* parent)
    : QObject(parent), m_process(process), m_client(client) {
  connect(&m_process, &EngineProcess::ready, this, &ModelSession::onEngineReady);
  connect(&m_process, &EngineProcess::died, this, &ModelSession::onEngineDied);
  connect(&m_process, &EngineProcess::stateChanged, this, &ModelSession::onEngineState);
}

void ModelSession::load(const LoadRequest& request) {
  dropCall();
  m_wanted = request;
  m_deathsWhileLoading = 0;
  if (request.path.isEmpty()) return setState(State::Empty);
  if (m_client.hasEndpoint()) return beginLoad();
  if (m_process.state() == EngineProcess::State::Failed) return fail(m_process.lastError());
  setState(State::Waiting);
}

void ModelSession::retry() {
  if (m_wanted.path.isEmpty()) return;
  const LoadRequest again = m_wanted;
  m_process.start();  // nothing happens if it runs
  load(again);
}

void ModelSession::cancelLoad() {
  if (m_state != State::Loading && m_state != State::Waiting) return;
  dropCall();
  m_wanted = {};
  setState(State::Empty);
}

void ModelSession::unload() {
  dropCall();
  m_wanted = {};
  if (m_client.hasEndpoint()) m_client.unload();
  setState(State::Empty);
}

void ModelSession::onEngineReady() {
  m_client.setEndpoint(m_process.address(), m_process.token());
  if (!m_wanted.path.isEmpty() && m_deathsWhileLoading < kMaxDeathsWhileLoading) beginLoad();
}

void ModelSession::onEngineDied(const core::Error& error) {
  m_client.clearEndpoint(error);
  const bool wasLoading = m_state == State::Loading;
  dropCall();
  if (wasLoading) ++m_deathsWhileLoading;
  if (m_wanted.path.isEmpty()) {
    setState(State::Empty);
  } else if (m_process.state() == EngineProcess::State::Failed) {
    fail(error);
  } else if (m_deathsWhileLoading >= kMaxDeathsWhileLoading) {
    fail(core::Error(
        error.code,
        tr("This model could not be loaded: the engine ended twice while reading it. %1")
            .arg(error.sentence),
        m_wanted.path, error.details));
  } else if (m_state != State::Failed) {
    setState(State::Waiting);
  }
  emit engineLost(error);
}

void ModelSession::onEngineState() {
  if (m_process.state() != EngineProcess::State::Stopped) return;
  m_client.clearEndpoint(core::Error(core::ErrorCode::EngineGone, tr("The engine was stopped.")));
  dropCall();
  if (!m_wanted.path.isEmpty()) setState(State::Waiting);
}

void ModelSession::beginLoad() {
  dropCall();
  m_progress = 0;
  setState(State::Loading);
  emit progressChanged(m_progress);
  m_call = m_client.load(m_wanted);
  connect(m_call, &Call::event, this, [this](const QJsonObject& event) {
    const double progress = qBound(0.0, event.value(QLatin1String("progress")).toDouble(), 1.0);
    if (progress <= m_progress) return;
    m_progress = progress;
    emit progressChanged(m_progress);
  });
  connect(m_call, &Call::done, this, &ModelSession::onLoadDone);
  connect(m_call, &Call::failed, this, &ModelSession::onLoadFailed);
}

void ModelSession::onLoadDone(const QJsonObject& result) {
  m_call.clear();
  if (result.value(QLatin1String("state")) != QLatin1String("ready")) {
    return fail(core::Error(core::ErrorCode::Protocol,
                            tr("The engine stopped loading without saying why."), m_wanted.path));
  }
  m_model = ModelInfo::fromJson(result.value(QLatin1String("model")).toObject());
  m_deathsWhileLoading = 0;
  m_progress = 1;
  emit progressChanged(m_progress);
  setState(State::Ready);
}

void ModelSession::onLoadFailed(const core::Error& error) {
  m_call.clear();
  if (error.code != core::ErrorCode::EngineGone) return fail(error);
  // When the connection broke, the process's end says why, a moment later.
  QTimer::singleShot(kEndIsNearMs, this, [this, error] {
    if (m_state == State::Loading && !m_call) fail(error);
  });
}

void ModelSession::fail(const core::Error& error) {
  m_error = error;
  setState(State::Failed);
}

void ModelSession::dropCall() {
  if (!m_call) return;
  m_call->disconnect(this);
  m_call->cancel();
  m_call.clear();
}

void ModelSession::setState(State state) {
  if (state != State::Failed) m_error = {};
  if (state != State::Ready) m_model = {};
  if (m_state == state && state != State::Failed) return;
  m_state = state;
  emit stateChanged(state);
}

}  // namespace alcove::client
