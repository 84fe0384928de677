// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "client/server_types.h"

namespace alcove::ui {

// "Chat, embeddings": what a key may do, for people.
[[nodiscard]] QString scopesInWords(const QStringList& scopes);

// The keys of the public server, oldest first. GUI thread.
class KeyListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    KeyIdRole = Qt::UserRole,  // QString: identity
    NameRole,                  // QString
    FactsRole,                 // QString: "Chat, embeddings · made on 3 May 2026"
  };
  using QAbstractListModel::QAbstractListModel;

  void show(const QList<client::AccessKey>& keys);

  [[nodiscard]] int count() const { return static_cast<int>(m_keys.size()); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  QList<client::AccessKey> m_keys;
};

}  // namespace alcove::ui
