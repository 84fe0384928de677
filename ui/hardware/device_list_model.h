// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <optional>

#include "client/engine_types.h"

namespace alcove::ui {

// "Processor", "CUDA", "Vulkan"
[[nodiscard]] QString deviceKindInWords(const QString& kind);

// The devices of this machine, in words. Rows stay where they are while only numbers change. GUI
// thread.
class DeviceListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    NameRole = Qt::UserRole + 1,
    KindRole,         // "cpu", "cuda", "vulkan"
    FactsRole,        // "Processor · 8 cores · AVX2"
    StatusRole,       // "used", "ready", "idle", "missing"
    StatusTextRole,   // the same in words
    WhyRole,          // why it is used or not; may be empty
    RemedyRole,       // what a person can do about it; may be empty
    MemoryTextRole,   // empty where there is none
    MemoryKnownRole,  // what is free of it as well
    HeldShareRole,    // of its memory, that Alcove holds: 0 … 1
    OthersShareRole,  // that others hold; 0 where nobody can tell
  };

  using QAbstractListModel::QAbstractListModel;

  // `manual`: the kind of device that the person chose by hand; "auto": none. `running`: why the
  // loaded model runs where it does; nothing: none is loaded.
  void show(const client::DeviceList& devices, const QString& manual,
            const std::optional<QString>& running);
  [[nodiscard]] int count() const { return int(m_devices.size()); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  [[nodiscard]] QString status(const client::DeviceInfo& device) const;
  [[nodiscard]] QString why(const client::DeviceInfo& device) const;
  [[nodiscard]] bool isOutvoted(const client::DeviceInfo& device) const;

  QList<client::DeviceInfo> m_devices;
  QString m_manual;
  std::optional<QString> m_running;
};

}  // namespace alcove::ui
