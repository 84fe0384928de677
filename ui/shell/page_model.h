// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "shell/page_table.h"

namespace alcove::ui {

// The page table for QML. Owns the view models of the pages that were shown.
class PageModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window owns it")
 public:
  enum Role {
    PageIdRole = Qt::UserRole,  // QString
    TitleRole,                  // QString, translated
    IconNameRole,               // QString
    UrlRole,                    // QUrl
    KeysTextRole,               // QString: its shortcut
    AtFootRole,                 // bool
    HasChatListRole,            // bool
  };

  explicit PageModel(const PageContext& context, QObject* parent = nullptr);

  // The view model of the page in `row`, made at the first call.
  Q_INVOKABLE QObject* viewModel(int row);
  [[nodiscard]] bool hasChatList(const QString& pageId) const;
  [[nodiscard]] QString title(const QString& pageId) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
  PageContext m_context;
  std::vector<QObject*> m_viewModels;  // children of this; null until the page is shown
};

}  // namespace alcove::ui
