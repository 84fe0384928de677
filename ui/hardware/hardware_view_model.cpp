// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "hardware/hardware_view_model.h"

#include "client/engine_process.h"
#include "client/model_session.h"
#include "components/words.h"
#include "core/application.h"
#include "hardware/hardware_session.h"
#include "library/model_library.h"
#include "settings/settings.h"

namespace alcove::ui {

using client::EngineProcess;
using client::ModelSession;

HardwareViewModel::HardwareViewModel(core::Application& application, Navigation& navigation,
                                     QObject* parent)
    : QObject(parent),
      m_application(application),
      m_session(application.hardware()),
      m_division(application, navigation) {
  connect(&m_session, &hardware::HardwareSession::changed, this, &HardwareViewModel::update);
  connect(&application.settings(), &settings::Settings::deviceChanged, this,
          &HardwareViewModel::update);
  // What a load changes is seen at once.
  connect(&application.modelSession(), &ModelSession::stateChanged, &m_session,
          &hardware::HardwareSession::look);
  connect(&application.modelSession(), &ModelSession::stateChanged, this,
          &HardwareViewModel::changed);
  update();
}

void HardwareViewModel::update() {
  m_devices.show(m_session.devices(), m_application.settings().device(),
                 m_session.running() ? std::optional(whyThere()) : std::nullopt);
  emit changed();
}

QString HardwareViewModel::state() const {
  if (m_application.engineProcess().state() == EngineProcess::State::Failed ||
      !m_session.error().sentence.isEmpty())
    return QStringLiteral("failed");
  return m_session.hasEngine() && !m_session.devices().devices.isEmpty()
             ? QStringLiteral("shown")
             : QStringLiteral("waiting");
}

QString HardwareViewModel::stateText() const {
  return m_session.hasEngine() ? tr("Looking at this computer…")
                               : tr("Waiting for the engine to start.");
}

QString HardwareViewModel::problem() const {
  const EngineProcess& process = m_application.engineProcess();
  return process.state() == EngineProcess::State::Failed ? process.lastError().sentence
                                                         : m_session.error().sentence;
}

QString HardwareViewModel::problemDetails() const {
  const EngineProcess& process = m_application.engineProcess();
  return process.state() == EngineProcess::State::Failed ? process.lastError().details
                                                         : m_session.error().details;
}

QString HardwareViewModel::runningText() const {
  const auto& running = m_session.running();
  if (!running) return {};
  const library::Entry* entry = m_application.library().findEntry(running->path);
  QString device = running->device.name;
  for (const client::DeviceInfo& one : m_session.devices().devices)
    if (one.inUse) device = one.name;  // shorter
  return tr("%1 runs on %2").arg(entry == nullptr ? running->name : entry->name, device);
}

QString HardwareViewModel::runningFacts() const {
  const auto& running = m_session.running();
  if (!running) return {};
  return tr("%1 of weights · %2 of KV cache · context of %3 tokens")
      .arg(bytesInWords(running->weightsBytes), bytesInWords(running->cacheBytes),
           tokensInWords(running->contextTokens));
}

// Of the loaded model's device; the notice of a fallback has the reason already.
QString HardwareViewModel::whyThere() const {
  return missedDevice() == nullptr ? m_session.running()->device.reason
                                   : tr("It does the work for now.");
}

bool HardwareViewModel::loading() const {
  const ModelSession::State state = m_application.modelSession().state();
  return state == ModelSession::State::Loading || state == ModelSession::State::Waiting;
}

// The device that should do the work while another one does it; null: it does.
const client::DeviceInfo* HardwareViewModel::missedDevice() const {
  const auto& running = m_session.running();
  if (!running || running->device.kind != QLatin1String("cpu")) return nullptr;
  const QString manual = m_application.settings().device();
  const client::DeviceList& list = m_session.devices();
  const QString expected = manual == QLatin1String("auto") ? list.chosen : manual;
  if (expected == running->device.kind) return nullptr;
  for (const client::DeviceInfo& device : list.devices)
    if (device.kind == expected) return &device;
  return nullptr;
}

QString HardwareViewModel::fallbackTitle() const {
  const client::DeviceInfo* missed = missedDevice();
  return missed == nullptr ? QString()
                           : tr("The processor does the work, not %1").arg(missed->name);
}

QString HardwareViewModel::fallbackText() const {
  const client::DeviceInfo* missed = missedDevice();
  if (missed == nullptr) return {};
  const QString remedy =
      missed->usable || missed->remedy.isEmpty()
          ? tr("Load the model again to try it once more. If it fails again, give it less of the "
               "model below, or choose a shorter context.")
          : missed->remedy;
  return m_session.running()->device.reason + QStringLiteral("\n") + remedy;
}

void HardwareViewModel::setShown(bool shown) {
  m_session.setWatched(shown);
  m_division.setShown(shown);
}

void HardwareViewModel::retry() {
  m_application.engineProcess().start();  // nothing happens if it runs
  m_session.look();
  m_division.retry();
}

void HardwareViewModel::loadAgain() { m_application.modelSession().retry(); }

}  // namespace alcove::ui
