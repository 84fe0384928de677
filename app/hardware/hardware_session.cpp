// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/hardware_session.h"

#include <utility>

#include "client/engine_client.h"
#include "client/engine_process.h"

namespace alcove::hardware {
namespace {

using client::Call;

constexpr int kLookMs = 2000;

}  // namespace

HardwareSession::HardwareSession(client::EngineProcess& process, client::EngineClient& client,
                                 QObject* parent)
    : QObject(parent), m_process(process), m_client(client) {
  m_timer.setInterval(kLookMs);
  connect(&m_timer, &QTimer::timeout, this, &HardwareSession::look);
  connect(&process, &client::EngineProcess::stateChanged, this, &HardwareSession::onEngineState);
}

bool HardwareSession::hasEngine() const {
  return m_process.state() == client::EngineProcess::State::Running && m_client.hasEndpoint();
}

void HardwareSession::onEngineState() {
  if (m_process.state() == client::EngineProcess::State::Running) {
    // The client learns the address from the same signal of the process.
    if (m_timer.isActive()) QTimer::singleShot(0, this, &HardwareSession::look);
  } else {
    m_running.reset();
  }
  emit changed();
}

void HardwareSession::setWatched(bool watched) {
  if (watched == m_timer.isActive()) return;
  if (!watched) return m_timer.stop();
  m_timer.start();
  look();
}

void HardwareSession::look() {
  if (!hasEngine()) return;
  if (!m_status) {
    m_status = m_client.status();
    connect(m_status, &Call::done, this, [this](const QJsonObject& result) {
      const QJsonValue model = result.value(QLatin1String("model"));
      m_running.reset();
      if (model.isObject()) m_running = client::ModelInfo::fromJson(model.toObject());
      emit changed();
    });
  }
  if (m_look) return;
  m_look = m_client.devices();
  connect(m_look, &Call::done, this, [this](const QJsonObject& result) {
    m_devices = client::DeviceList::fromJson(result);
    m_error = {};
    emit changed();
  });
  connect(m_look, &Call::failed, this, [this](const core::Error& error) {
    m_error = error;
    emit changed();
  });
}

void HardwareSession::plan(const client::DivisionRequest& request) {
  if (m_plan)
    m_nextPlan = request;
  else
    askForPlan(request);
}

void HardwareSession::askForPlan(const client::DivisionRequest& request) {
  m_plan = m_client.plan(request);
  connect(m_plan, &Call::done, this, [this, request](const QJsonObject& result) {
    m_plan.clear();
    planEnded();
    emit planned(request,
                 client::Division::fromJson(result.value(QLatin1String("division")).toObject()));
  });
  connect(m_plan, &Call::failed, this, [this](const core::Error& error) {
    m_plan.clear();
    const bool overtaken = m_nextPlan.has_value();
    planEnded();
    if (!overtaken) emit planFailed(error);
  });
}

void HardwareSession::planEnded() {
  if (m_plan || !m_nextPlan) return;
  askForPlan(*std::exchange(m_nextPlan, std::nullopt));
}

}  // namespace alcove::hardware
