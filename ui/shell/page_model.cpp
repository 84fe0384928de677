// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/page_model.h"

#include <QUrl>
#include <algorithm>

#include "settings/action_model.h"

namespace alcove::ui {

namespace {

const Page* findPage(const QString& pageId) {
  const auto table = pageTable();
  const auto found = std::ranges::find_if(
      table, [&](const Page& page) { return pageId == QLatin1String(page.id); });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

PageModel::PageModel(const PageContext& context, QObject* parent)
    : QAbstractListModel(parent), m_context(context), m_viewModels(pageTable().size(), nullptr) {
  connect(&context.actions, &ActionModel::keysChanged, this,
          [this] { emit dataChanged(index(0), index(rowCount() - 1), {KeysTextRole}); });
}

QObject* PageModel::viewModel(int row) {
  QObject*& viewModel = m_viewModels.at(static_cast<std::size_t>(row));
  if (viewModel == nullptr) {
    viewModel = pageTable()[static_cast<std::size_t>(row)].makeViewModel(m_context, this);
  }
  return viewModel;
}

bool PageModel::hasChatList(const QString& pageId) const {
  const Page* page = findPage(pageId);
  return page != nullptr && page->hasChatList;
}

QString PageModel::title(const QString& pageId) const {
  const Page* page = findPage(pageId);
  return page == nullptr ? QString() : pageTitle(*page);
}

int PageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(pageTable().size());
}

QVariant PageModel::data(const QModelIndex& index, int role) const {
  const Page& page = pageTable()[static_cast<std::size_t>(index.row())];
  switch (role) {
    case PageIdRole:
      return QString::fromLatin1(page.id);
    case TitleRole:
      return pageTitle(page);
    case IconNameRole:
      return QString::fromLatin1(page.iconName);
    case UrlRole:
      return QUrl(QLatin1String(page.url));
    case KeysTextRole:
      return m_context.actions.keysText(QLatin1String(page.actionId));
    case AtFootRole:
      return page.atFoot;
    case HasChatListRole:
      return page.hasChatList;
    default:
      return {};
  }
}

QHash<int, QByteArray> PageModel::roleNames() const {
  return {{PageIdRole, "pageId"},          {TitleRole, "title"},
          {IconNameRole, "iconName"},      {UrlRole, "url"},
          {KeysTextRole, "keysText"},      {AtFootRole, "atFoot"},
          {HasChatListRole, "hasChatList"}};
}

}  // namespace alcove::ui
