// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "client/server_types.h"

namespace alcove::ui {

// The requests that run now, oldest first. Rows keep their place while a request runs. GUI thread.
class RequestListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    RequestIdRole = Qt::UserRole,  // QString: identity
    WhoRole,                       // QString: the key's name, or "This window"
    RouteRole,                     // QString: "/v1/chat/completions"
    StateRole,                     // QString: "waiting", "answering", "cancelling"
    StateTextRole,                 // QString: the same for people
    FactsRole,                     // QString: "120 prompt tokens · 43 tokens · 38 tokens/s"
  };
  using QAbstractListModel::QAbstractListModel;

  void show(const QList<client::LiveRequest>& requests);

  [[nodiscard]] int count() const { return static_cast<int>(m_requests.size()); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  QList<client::LiveRequest> m_requests;
};

}  // namespace alcove::ui
