// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <functional>

namespace alcove::ui {

// The notices at the foot of the window, oldest first. GUI thread.
class ToastModel : public QAbstractListModel {
  Q_OBJECT
  QML_ANONYMOUS
 public:
  enum Role {
    ToastIdRole = Qt::UserRole,  // int: names the toast in trigger() and dismiss()
    TextRole,                    // QString: one sentence
    ActionTextRole,              // QString: what the button does; empty for none
  };
  using QAbstractListModel::QAbstractListModel;

  // `action` runs if the person presses the button, `expired` if the toast goes without that.
  void add(const QString& text, const QString& actionText, std::function<void()> action,
           std::function<void()> expired);
  void trigger(int toastId);
  void dismiss(int toastId);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
  struct Toast {
    int id;
    QString text;
    QString actionText;
    std::function<void()> action;
    std::function<void()> expired;
  };
  // Takes the toast out of the list; an empty one if it is gone already.
  Toast take(int toastId);

  QList<Toast> m_toasts;
  int m_nextId = 1;
};

}  // namespace alcove::ui
