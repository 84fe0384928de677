// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantList>

#include "settings/action_model.h"
#include "settings/setting_model.h"

namespace alcove::core {
class Application;
}

namespace alcove::ui {

class Navigation;

// The settings page. GUI thread.
class SettingsViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window makes it")
  // [{id, title, iconName, url}]
  Q_PROPERTY(QVariantList categories READ categories CONSTANT)
  Q_PROPERTY(alcove::ui::ActionModel* actions READ actions CONSTANT)
  Q_PROPERTY(QStringList folders READ folders NOTIFY foldersChanged)
  Q_PROPERTY(QString version READ version CONSTANT)
  // [{name, value}]: where data is stored, versions of the parts
  Q_PROPERTY(QVariantList facts READ facts CONSTANT)
 public:
  // All references must outlive the view model.
  SettingsViewModel(core::Application& application, Navigation& navigation, ActionModel& actions,
                    QObject* parent = nullptr);

  [[nodiscard]] QVariantList categories() const;
  [[nodiscard]] ActionModel* actions() const { return &m_actions; }
  [[nodiscard]] QStringList folders() const;
  [[nodiscard]] QString version() const;
  [[nodiscard]] QVariantList facts() const;

  // The settings of a category; owned by this object.
  Q_INVOKABLE alcove::ui::SettingModel* settingsOf(const QString& category);
  Q_INVOKABLE void addFolder(const QUrl& folder);
  // Forgets the folder; a notice offers to undo that. Its files stay.
  Q_INVOKABLE void removeFolder(const QString& folder);
  // Every setting back to its default; a notice offers to undo that.
  Q_INVOKABLE void reset();

 signals:
  void foldersChanged();

 private:
  core::Application& m_application;
  Navigation& m_navigation;
  ActionModel& m_actions;
};

}  // namespace alcove::ui
