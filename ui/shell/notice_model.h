// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "core/error.h"

namespace alcove::core {
class Application;
}

namespace alcove::ui {

// What the person must hear and may put away: how damaged files were repaired, what could not be
// saved, and an engine that gave up. Shown above every page. GUI thread.
class NoticeModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window owns it")
 public:
  enum Role {
    TextRole = Qt::UserRole,  // QString: one sentence
    DetailsRole,              // QString: text to copy; may be empty
    ActionTextRole,           // QString: what act() does; empty for nothing
  };

  // `application` must outlive the model.
  explicit NoticeModel(core::Application& application, QObject* parent = nullptr);

  Q_INVOKABLE void dismiss(int row);
  Q_INVOKABLE void act(int row);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
  struct Notice {
    core::Error error;
    bool aboutEngine = false;
  };
  void add(const core::Error& error, bool aboutEngine);
  void followEngine();

  core::Application& m_application;
  QList<Notice> m_notices;
};

}  // namespace alcove::ui
