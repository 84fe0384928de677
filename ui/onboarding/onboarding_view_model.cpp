// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "onboarding/onboarding_view_model.h"

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "components/navigation.h"
#include "components/words.h"
#include "core/application.h"
#include "library/model_library.h"
#include "settings/settings.h"

namespace alcove::ui {

namespace {

const library::CatalogueEntry* starter(const core::Application& application) {
  const QString path = application.library().starterModelPath();
  for (const library::CatalogueEntry& entry : application.library().catalogue()) {
    if (!path.isEmpty() && entry.installedPath == path) {
      return &entry;
    }
  }
  return nullptr;
}

QString processorInWords(const client::DeviceInfo& cpu) {
  // The source language has no translation file that would choose the plural.
  const QString cores = cpu.cores == 1 ? OnboardingViewModel::tr("1 core")
                                       : OnboardingViewModel::tr("%1 cores").arg(cpu.cores);
  return OnboardingViewModel::tr("%1 and %2 of memory.").arg(cores, bytesInWords(cpu.memoryBytes));
}

}  // namespace

QString machineInWords(const client::DeviceList& devices) {
  QStringList sentences;
  QString passedOver;
  bool hasCard = false;
  for (const client::DeviceInfo& device : devices.devices) {
    if (device.kind == QLatin1String("cpu")) {
      sentences.prepend(processorInWords(device));
    } else if (device.usable) {
      hasCard = true;
      sentences.append(
          OnboardingViewModel::tr("The graphics card %1 can be used.").arg(device.name));
    } else if (passedOver.isEmpty()) {
      passedOver = device.reason;
    }
  }
  if (!hasCard) {
    sentences.append(passedOver.isEmpty()
                         ? OnboardingViewModel::tr("No graphics card is used.")
                         : OnboardingViewModel::tr("No graphics card is used: %1").arg(passedOver));
  }
  return sentences.join(QLatin1Char(' '));
}

OnboardingViewModel::OnboardingViewModel(core::Application& application, Navigation& navigation,
                                         QObject* parent)
    : QObject(parent), m_application(application), m_navigation(navigation) {
  connect(&application.library(), &library::ModelLibrary::entriesChanged, this,
          &OnboardingViewModel::modelChanged);
  const client::EngineProcess& process = application.engineProcess();
  connect(&process, &client::EngineProcess::ready, this, &OnboardingViewModel::askForMachine);
  connect(&process, &client::EngineProcess::stateChanged, this,
          [this](client::EngineProcess::State state) {
            m_problem = state == client::EngineProcess::State::Failed
                            ? m_application.engineProcess().lastError().sentence
                            : QString();
            emit machineChanged();
          });
  askForMachine();
}

QString OnboardingViewModel::modelName() const {
  const library::CatalogueEntry* entry = starter(m_application);
  return entry == nullptr ? QString() : entry->name;
}

QString OnboardingViewModel::modelFacts() const {
  const library::CatalogueEntry* entry = starter(m_application);
  return entry == nullptr ? QString()
                          : tr("%1 · %2 · already on this machine")
                                .arg(bytesInWords(entry->bytes), entry->license);
}

QString OnboardingViewModel::modelReason() const {
  const library::CatalogueEntry* entry = starter(m_application);
  return entry == nullptr ? QString() : entry->summary;
}

void OnboardingViewModel::start() {
  const client::ModelSession& session = m_application.modelSession();
  const QString path = m_application.library().starterModelPath();
  const bool underWay =
      session.wanted().path == path && session.state() != client::ModelSession::State::Failed;
  if (!underWay) {
    m_application.useModel(path);
  }
  finish(QStringLiteral("chat"));
}

void OnboardingViewModel::startWith(const QUrl& file) {
  try {
    m_application.useModel(m_application.library().addFile(file.toLocalFile()));
    finish(QStringLiteral("chat"));
  } catch (const core::Error& error) {
    m_navigation.notify(error.sentence);
  }
}

void OnboardingViewModel::skip() { finish(QStringLiteral("models")); }

void OnboardingViewModel::askForMachine() {
  if (!m_application.engine().hasEndpoint()) {
    return;
  }
  connect(m_application.engine().devices(), &client::Call::done, this,
          [this](const QJsonObject& answer) {
            m_machine = machineInWords(client::DeviceList::fromJson(answer));
            emit machineChanged();
          });
}

void OnboardingViewModel::finish(const QString& page) {
  m_application.settings().setOnboardingDone(true);
  m_navigation.goTo(page);
}

}  // namespace alcove::ui
