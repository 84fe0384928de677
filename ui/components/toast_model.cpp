// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "components/toast_model.h"

#include <utility>

namespace alcove::ui {

void ToastModel::add(const QString& text, const QString& actionText, std::function<void()> action,
                     std::function<void()> expired) {
  beginInsertRows({}, static_cast<int>(m_toasts.size()), static_cast<int>(m_toasts.size()));
  m_toasts.append({m_nextId++, text, actionText, std::move(action), std::move(expired)});
  endInsertRows();
}

void ToastModel::trigger(int toastId) {
  if (const Toast toast = take(toastId); toast.action) {
    toast.action();
  }
}

void ToastModel::dismiss(int toastId) {
  if (const Toast toast = take(toastId); toast.expired) {
    toast.expired();
  }
}

int ToastModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_toasts.size());
}

QVariant ToastModel::data(const QModelIndex& index, int role) const {
  const Toast& toast = m_toasts.at(index.row());
  switch (role) {
    case ToastIdRole:
      return toast.id;
    case TextRole:
      return toast.text;
    case ActionTextRole:
      return toast.actionText;
    default:
      return {};
  }
}

QHash<int, QByteArray> ToastModel::roleNames() const {
  return {{ToastIdRole, "toastId"}, {TextRole, "text"}, {ActionTextRole, "actionText"}};
}

ToastModel::Toast ToastModel::take(int toastId) {
  for (int row = 0; row < m_toasts.size(); ++row) {
    if (m_toasts.at(row).id == toastId) {
      beginRemoveRows({}, row, row);
      Toast toast = m_toasts.takeAt(row);
      endRemoveRows();
      return toast;
    }
  }
  return {};
}

}  // namespace alcove::ui
