// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/palette_model.h"

#include <algorithm>

#include "chats/chat_store.h"
#include "components/navigation.h"
#include "core/application.h"
#include "library/model_library.h"
#include "settings/action_model.h"

namespace alcove::ui {

namespace {

constexpr int kWordStart = 2;
constexpr int kInside = 1;
constexpr int kShown = 12;

int wordScore(const QString& title, const QString& word) {
  const auto at = title.indexOf(word, 0, Qt::CaseInsensitive);
  if (at < 0) {
    return 0;
  }
  const bool starts = title.startsWith(word, Qt::CaseInsensitive) ||
                      title.contains(QLatin1Char(' ') + word, Qt::CaseInsensitive);
  return starts ? kWordStart : kInside;
}

QString iconOf(int kind) {
  static constexpr const char* kIcons[] = {"chevron-right", "chat", "models"};
  return QString::fromLatin1(kIcons[kind]);
}

}  // namespace

int matchScore(const QString& title, const QString& query) {
  int total = 1;
  for (const QString& word : query.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const int score = wordScore(title, word);
    if (score == 0) {
      return 0;
    }
    total += score;
  }
  return total;
}

PaletteModel::PaletteModel(const PageContext& context, QObject* parent)
    : QAbstractListModel(parent), m_context(context) {}

void PaletteModel::setQuery(const QString& query) {
  if (query != m_query) {
    m_query = query;
    emit queryChanged();
    refresh();
  }
}

void PaletteModel::refresh() {
  QList<Row> rows = everything();
  for (Row& row : rows) {
    row.score = matchScore(row.title, m_query);
  }
  rows.removeIf([](const Row& row) { return row.score == 0; });
  std::ranges::stable_sort(rows, std::ranges::greater(), &Row::score);
  beginResetModel();
  m_rows = rows.mid(0, kShown);
  endResetModel();
}

void PaletteModel::activate(int row) {
  if (row < 0 || row >= m_rows.size()) {
    return;
  }
  const Row chosen = m_rows.at(row);
  switch (chosen.kind) {
    case Kind::Action:
      emit actionRequested(chosen.key);
      return;
    case Kind::Chat:
      m_context.navigation.openChat(chosen.key.toLongLong());
      return;
    case Kind::Model:
      m_context.application.useModel(chosen.key);
      m_context.navigation.goTo(QStringLiteral("chat"));
      return;
  }
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  const Row& row = m_rows.at(index.row());
  switch (role) {
    case TitleRole:
      return row.title;
    case IconNameRole:
      return iconOf(static_cast<int>(row.kind));
    case HintRole:
      return row.hint;
    default:
      return {};
  }
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
  return {{TitleRole, "title"}, {IconNameRole, "iconName"}, {HintRole, "hint"}};
}

QList<PaletteModel::Row> PaletteModel::everything() const {
  QList<Row> rows;
  for (const Action& action : actionTable()) {
    if (action.rebindable) {
      const QString id = QString::fromLatin1(action.id);
      rows.append({Kind::Action, id, actionTitle(action), m_context.actions.keysText(id)});
    }
  }
  for (const chats::Chat& chat : m_context.application.chats().list()) {
    rows.append({Kind::Chat, QString::number(chat.id), chat.title, tr("Chat")});
  }
  for (const library::Entry& entry : m_context.application.library().entries()) {
    const bool readable =
        entry.state == library::EntryState::Known || entry.state == library::EntryState::Found;
    if (readable && !entry.embedsOnly) {
      rows.append({Kind::Model, entry.path, tr("Use %1").arg(entry.name), tr("Model")});
    }
  }
  return rows;
}

}  // namespace alcove::ui
