// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QVariantMap>

#include "settings/action_table.h"

namespace alcove::settings {
class Settings;
}

namespace alcove::ui {

// The actions with the keys that the person gave them. GUI thread.
class ActionModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window owns it")
  // Action's id -> list of key sequences, for the Shortcut items of the window
  Q_PROPERTY(QVariantMap keys READ keys NOTIFY keysChanged)
 public:
  enum Role {
    ActionIdRole = Qt::UserRole,  // QString
    TitleRole,                    // QString, translated
    GroupRole,                    // QString, translated: the heading it stands under
    KeysTextRole,                 // QString: the keys as this platform writes them
    RebindableRole,               // bool
    IsDefaultRole,                // bool: the person did not change it
  };

  // `settings` must outlive the model.
  explicit ActionModel(settings::Settings& settings, QObject* parent = nullptr);

  [[nodiscard]] QVariantMap keys() const;
  // How the keys of `actionId` are written here ("Ctrl+K").
  Q_INVOKABLE QString keysText(const QString& actionId) const;

  // Gives `actionId` the keys `sequence` (portable text). Returns an empty string, or why not:
  // another action has them, or they are not usable. Then nothing changed.
  Q_INVOKABLE QString bind(const QString& actionId, const QString& sequence);
  Q_INVOKABLE void resetKeys(const QString& actionId);
  // The portable text of a pressed key, empty for a modifier alone.
  Q_INVOKABLE static QString sequenceOf(int key, int modifiers);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void keysChanged();

 private:
  [[nodiscard]] QString sequence(const Action& action) const;

  settings::Settings& m_settings;
};

}  // namespace alcove::ui
