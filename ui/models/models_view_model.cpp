// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/models_view_model.h"

#include <QDir>
#include <QFileInfo>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "components/navigation.h"
#include "components/words.h"
#include "core/application.h"
#include "library/model_library.h"

namespace alcove::ui {

namespace {

QVariantMap catalogueRow(const library::CatalogueEntry& entry) {
  return {{QStringLiteral("name"), entry.name},
          {QStringLiteral("facts"), bytesInWords(entry.bytes)},
          {QStringLiteral("summary"), entry.summary},
          {QStringLiteral("license"), entry.license},
          {QStringLiteral("howToGet"),
           ModelsViewModel::tr("Not on this machine. scripts/run fetches it once from %1.")
               .arg(entry.package)}};
}

}  // namespace

ModelsViewModel::ModelsViewModel(core::Application& application, Navigation& navigation,
                                 QObject* parent)
    : QObject(parent),
      m_application(application),
      m_navigation(navigation),
      m_session(application) {
  const library::ModelLibrary& library = application.library();
  connect(&library, &library::ModelLibrary::entriesChanged, this,
          &ModelsViewModel::catalogueChanged);
  connect(&library, &library::ModelLibrary::scanningChanged, this,
          &ModelsViewModel::scanningChanged);
  connect(&application.engineProcess(), &client::EngineProcess::ready, this,
          &ModelsViewModel::askForMachine);
  askForMachine();
}

QVariantList ModelsViewModel::catalogue() const {
  QVariantList rows;
  for (const library::CatalogueEntry& entry : m_application.library().catalogue()) {
    if (!entry.isInstalled() && entry.kind == QLatin1String("chat")) {
      rows.append(catalogueRow(entry));
    }
  }
  return rows;
}

bool ModelsViewModel::scanning() const { return m_application.library().isScanning(); }

void ModelsViewModel::addFile(const QUrl& file) {
  try {
    m_application.library().addFile(file.toLocalFile());
  } catch (const core::Error& error) {
    m_navigation.notify(error.sentence);
  }
}

void ModelsViewModel::addFolder(const QUrl& folder) {
  try {
    m_application.library().addFolder(folder.toLocalFile());
  } catch (const core::Error& error) {
    m_navigation.notify(error.sentence);
  }
}

void ModelsViewModel::removeFile(const QString& path) {
  m_application.library().removeFile(path);
  m_navigation.notifyWithAction(
      tr("Took %1 off the list. The file stays where it is.").arg(QFileInfo(path).fileName()),
      tr("Undo"), [this, path] { addFile(QUrl::fromLocalFile(path)); });
}

void ModelsViewModel::refresh() { m_application.library().refresh(); }

void ModelsViewModel::copyPath(const QString& path) {
  m_navigation.copyText(QDir::toNativeSeparators(path));
  m_navigation.notify(tr("Copied the path."));
}

void ModelsViewModel::askForMachine() {
  if (!m_application.engine().hasEndpoint()) {
    return;
  }
  connect(m_application.engine().devices(), &client::Call::done, this,
          [this](const QJsonObject& answer) {
            for (const auto& device : client::DeviceList::fromJson(answer).devices) {
              if (device.kind == QLatin1String("cpu")) {
                m_machine =
                    tr("This machine has %1 of memory, %2 of it free.")
                        .arg(bytesInWords(device.memoryBytes), bytesInWords(device.availableBytes));
                emit machineChanged();
              }
            }
          });
}

}  // namespace alcove::ui
