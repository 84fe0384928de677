// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/model_picker_view_model.h"

#include <QFileInfo>
#include <cmath>

#include "client/engine_process.h"
#include "client/model_session.h"
#include "components/words.h"
#include "core/application.h"
#include "library/model_library.h"

namespace alcove::ui {

namespace {

using client::ModelSession;
constexpr double kPercent = 100;

QString deviceKind(const client::DeviceInfo& device) {
  return device.kind == QLatin1String("cpu")      ? QStringLiteral("CPU")
         : device.kind == QLatin1String("cuda")   ? QStringLiteral("CUDA")
         : device.kind == QLatin1String("vulkan") ? QStringLiteral("Vulkan")
                                                  : device.kind;
}

}  // namespace

ModelPickerViewModel::ModelPickerViewModel(core::Application& application, QObject* parent)
    : QObject(parent), m_application(application), m_models(application) {
  const ModelSession& session = application.modelSession();
  connect(&session, &ModelSession::stateChanged, this, &ModelPickerViewModel::changed);
  connect(&session, &ModelSession::progressChanged, this, &ModelPickerViewModel::changed);
  connect(&application.engineProcess(), &client::EngineProcess::stateChanged, this,
          &ModelPickerViewModel::changed);
  connect(&application.library(), &library::ModelLibrary::entryChanged, this,
          &ModelPickerViewModel::changed);
}

QString ModelPickerViewModel::state() const {
  static constexpr const char* kNames[] = {"empty", "waiting", "loading", "ready", "failed"};
  return QString::fromLatin1(kNames[static_cast<int>(m_application.modelSession().state())]);
}

QString ModelPickerViewModel::modelName() const {
  if (const library::Entry* entry = m_application.library().findEntry(modelPath())) {
    return entry->name;
  }
  const ModelSession& session = m_application.modelSession();
  return session.state() == ModelSession::State::Ready ? session.model().name
                                                       : QFileInfo(modelPath()).completeBaseName();
}

QString ModelPickerViewModel::modelPath() const {
  return m_application.modelSession().wanted().path;
}

QString ModelPickerViewModel::status() const {
  const ModelSession& session = m_application.modelSession();
  const bool again =
      m_application.engineProcess().state() == client::EngineProcess::State::Restarting ||
      m_application.engineProcess().restarts() > 0;
  switch (session.state()) {
    case ModelSession::State::Empty:
      return tr("No model is loaded");
    case ModelSession::State::Waiting:
      return again ? tr("The engine is starting again") : tr("The engine is starting");
    case ModelSession::State::Loading:
      return tr("Loading, %1 %").arg(std::round(session.progress() * kPercent));
    case ModelSession::State::Ready:
      return tr("%1 · ready").arg(deviceKind(session.model().device));
    case ModelSession::State::Failed:
      return tr("Could not be loaded");
  }
  return {};
}

QString ModelPickerViewModel::device() const {
  const ModelSession& session = m_application.modelSession();
  return session.state() == ModelSession::State::Ready ? session.model().device.name : QString();
}

QString ModelPickerViewModel::deviceReason() const {
  const ModelSession& session = m_application.modelSession();
  return session.state() == ModelSession::State::Ready ? session.model().device.reason : QString();
}

QString ModelPickerViewModel::facts() const {
  const ModelSession& session = m_application.modelSession();
  if (session.state() != ModelSession::State::Ready) {
    return {};
  }
  const client::ModelInfo& model = session.model();
  return tr("%1 · context %2 · %3 of memory")
      .arg(model.weightsType, tokensInWords(model.contextTokens),
           bytesInWords(model.weightsBytes + model.cacheBytes));
}

QString ModelPickerViewModel::templateNote() const {
  const ModelSession& session = m_application.modelSession();
  if (session.state() != ModelSession::State::Ready) {
    return {};
  }
  const QString& origin = session.model().chatTemplate;
  const QLatin1String builtIn("built-in: ");
  if (origin.startsWith(builtIn)) {
    return tr("The file brings no chat template; Alcove's own for %1 is used.")
        .arg(origin.mid(builtIn.size()));
  }
  return origin == QLatin1String("none")
             ? tr("The file brings no chat template, and none is known for this model; it cannot "
                  "answer in a chat.")
             : QString();
}

double ModelPickerViewModel::progress() const { return m_application.modelSession().progress(); }

QString ModelPickerViewModel::error() const {
  const ModelSession& session = m_application.modelSession();
  return session.state() == ModelSession::State::Failed ? session.error().sentence : QString();
}

QString ModelPickerViewModel::errorDetails() const {
  const core::Error& error = m_application.modelSession().error();
  return QString(error.context + QLatin1Char('\n') + error.details).trimmed();
}

void ModelPickerViewModel::load(const QString& path) { m_application.useModel(path); }

void ModelPickerViewModel::cancel() { m_application.modelSession().cancelLoad(); }

void ModelPickerViewModel::unload() { m_application.modelSession().unload(); }

void ModelPickerViewModel::retry() { m_application.modelSession().retry(); }

}  // namespace alcove::ui
