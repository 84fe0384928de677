// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "settings/setting_table.h"

namespace alcove::settings {
class Settings;
}

namespace alcove::ui {

// The settings of one category, with their present values. GUI thread.
class SettingModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the settings page's view model owns it")
 public:
  enum Role {
    NameRole = Qt::UserRole,  // QString: the property's name
    KindRole,                 // QString: "number", "choice", "switch", "text"
    TitleRole,                // QString, translated
    DescriptionRole,          // QString, translated
    ValueRole,                // double, QString or bool; of a Choice always QString
    FromRole,                 // double
    ToRole,                   // double
    StepRole,                 // double
    DecimalsRole,             // int
    ZeroTextRole,             // QString: what 0 means; empty where it is a number like others
    SliderRole,               // bool: the number has a slider
    ChoicesRole,              // [{value, text}]
  };

  // `settings` must outlive the model. An empty `category` lists nothing.
  SettingModel(settings::Settings& settings, const QString& category, QObject* parent = nullptr);

  // Writes the property `name`; what is out of range is clamped by the settings.
  Q_INVOKABLE void set(const QString& name, const QVariant& value);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private slots:
  void settingChanged();

 private:
  [[nodiscard]] QVariant valueOf(const Setting& setting) const;

  settings::Settings& m_settings;
  std::vector<const Setting*> m_rows;
};

}  // namespace alcove::ui
