// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "client/division.h"
#include "client/engine_types.h"

namespace alcove::ui {

// What each device has of a model, and how much of its memory may be taken. A row stays while its
// device does, so that a slider can be held. GUI thread.
class ShareListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    KeyRole = Qt::UserRole + 1,  // for DivisionViewModel::setBudget()
    NameRole,
    PlaceRole,         // index of the device, as in the picture
    ContentsRole,      // "20 of 32 layers, the output"
    PartsTextRole,     // "Weights 3.1 GB · KV cache 0.5 GB · work 0.2 GB"
    BudgetRole,        // bytes
    MostRole,          // bytes that the device has
    BudgetTextRole,    // "7.5 GB of 8 GB"
    AutomaticRole,     // nobody set the budget
    WeightsShareRole,  // of the device's memory: 0 … 1
    CacheShareRole,
    WorkShareRole,
  };

  using QAbstractListModel::QAbstractListModel;

  void show(const client::Division& division, const client::DeviceList& devices,
            const QVariantMap& budgets);
  // Before the division with it is known.
  void setBudgets(const QVariantMap& budgets);
  [[nodiscard]] int count() const { return int(m_division.devices.size()); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  [[nodiscard]] qint64 budget(const client::DivisionShare& share) const;
  [[nodiscard]] qint64 most(const client::DivisionShare& share) const;

  client::Division m_division;
  client::DeviceList m_devices;
  QVariantMap m_budgets;
};

}  // namespace alcove::ui
