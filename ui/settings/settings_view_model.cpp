// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "settings/settings_view_model.h"

#include <QCoreApplication>
#include <QDir>
#include <QMetaProperty>
#include <QSysInfo>
#include <QUrl>

#include "components/navigation.h"
#include "core/application.h"
#include "library/model_library.h"
#include "settings/setting_table.h"
#include "settings/settings.h"

namespace alcove::ui {

namespace {

QVariantMap fact(const QString& name, const QString& value) {
  return {{QStringLiteral("name"), name}, {QStringLiteral("value"), value}};
}

// Every property of the settings by name, but those of QObject.
QVariantMap snapshot(const settings::Settings& settings) {
  QVariantMap values;
  const QMetaObject* meta = settings.metaObject();
  for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
    values.insert(QLatin1String(meta->property(i).name()), meta->property(i).read(&settings));
  }
  return values;
}

void restore(settings::Settings& settings, const QVariantMap& values) {
  for (auto value = values.begin(); value != values.end(); ++value) {
    settings.setProperty(value.key().toLatin1().constData(), value.value());
  }
}

}  // namespace

SettingsViewModel::SettingsViewModel(core::Application& application, Navigation& navigation,
                                     ActionModel& actions, QObject* parent)
    : QObject(parent), m_application(application), m_navigation(navigation), m_actions(actions) {
  const settings::Settings& settings = application.settings();
  connect(&settings, &settings::Settings::modelFoldersChanged, this,
          &SettingsViewModel::foldersChanged);
}

QVariantList SettingsViewModel::categories() const {
  QVariantList result;
  for (const SettingCategory& category : settingCategories()) {
    result.append(QVariantMap{{QStringLiteral("id"), QLatin1String(category.id)},
                              {QStringLiteral("title"), settingText(category.title)},
                              {QStringLiteral("iconName"), QLatin1String(category.iconName)},
                              {QStringLiteral("url"), QUrl(QLatin1String(category.url))}});
  }
  return result;
}

QStringList SettingsViewModel::folders() const { return m_application.settings().modelFolders(); }

QString SettingsViewModel::version() const { return QCoreApplication::applicationVersion(); }

QVariantList SettingsViewModel::facts() const {
  const core::Paths& paths = m_application.paths();
  const auto written = [](const QString& path) { return QDir::toNativeSeparators(path); };
  return {fact(tr("Version"), version()),
          fact(tr("Licence"), tr("Apache 2.0")),
          fact(tr("Chats"), written(paths.databaseFile())),
          fact(tr("Settings"), written(paths.settingsFile())),
          fact(tr("Cache (may be deleted)"), written(paths.cacheFolder)),
          fact(tr("Qt"), QString::fromLatin1(qVersion())),
          fact(tr("System"), QSysInfo::prettyProductName())};
}

SettingModel* SettingsViewModel::settingsOf(const QString& category) {
  auto* existing = findChild<SettingModel*>(category, Qt::FindDirectChildrenOnly);
  if (existing == nullptr) {
    existing = new SettingModel(m_application.settings(), category, this);
    existing->setObjectName(category);
  }
  return existing;
}

void SettingsViewModel::addFolder(const QUrl& folder) {
  try {
    m_application.library().addFolder(folder.toLocalFile());
  } catch (const core::Error& error) {
    m_navigation.notify(error.sentence);
  }
}

void SettingsViewModel::removeFolder(const QString& folder) {
  library::ModelLibrary& library = m_application.library();
  library.removeFolder(folder);
  m_navigation.notifyWithAction(
      tr("Removed the folder “%1”. Its files stay where they are.").arg(QDir(folder).dirName()),
      tr("Undo"), [this, folder] { addFolder(QUrl::fromLocalFile(folder)); });
}

void SettingsViewModel::reset() {
  settings::Settings& settings = m_application.settings();
  const QVariantMap before = snapshot(settings);
  settings.reset();
  QVariantMap kept = before;  // what the page does not show is no setting to a person
  for (const Setting& setting : settingTable()) {
    kept.remove(QLatin1String(setting.property));
  }
  kept.remove(QStringLiteral("shortcuts"));
  restore(settings, kept);
  m_navigation.notifyWithAction(tr("All settings have their first values again."), tr("Undo"),
                                [&settings, before] { restore(settings, before); });
}

}  // namespace alcove::ui
