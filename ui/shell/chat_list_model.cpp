// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/chat_list_model.h"

#include <algorithm>

#include "chats/chat_store.h"
#include "chats/conversation.h"

namespace alcove::ui {

namespace {
constexpr int kWeek = 7;
}

QString dateGroup(const QDateTime& when, const QDateTime& now) {
  const qint64 days = when.date().daysTo(now.date());
  if (days <= 0) {
    return ChatListModel::tr("Today");
  }
  if (days == 1) {
    return ChatListModel::tr("Yesterday");
  }
  return days <= kWeek ? ChatListModel::tr("Last 7 days") : ChatListModel::tr("Older");
}

QString highlightedSnippet(const chats::SearchHit& hit) {
  QString styled;
  int end = 0;
  for (const chats::Highlight& highlight : hit.highlights) {
    styled += hit.snippet.mid(end, highlight.start - end).toHtmlEscaped();
    styled += QStringLiteral("<b>%1</b>")
                  .arg(hit.snippet.mid(highlight.start, highlight.length).toHtmlEscaped());
    end = highlight.start + highlight.length;
  }
  return styled + hit.snippet.mid(end).toHtmlEscaped();
}

ChatListModel::ChatListModel(chats::ChatStore& store, chats::Conversation& conversation,
                             QObject* parent)
    : QAbstractListModel(parent), m_store(store), m_conversation(conversation) {
  connect(&store, &chats::ChatStore::chatAdded, this, &ChatListModel::refresh);
  connect(&store, &chats::ChatStore::chatRemoved, this, &ChatListModel::refresh);
  connect(&store, &chats::ChatStore::chatChanged, this, &ChatListModel::refresh);
  connect(&conversation, &chats::Conversation::phaseChanged, this, &ChatListModel::refresh);
  refresh();
}

void ChatListModel::setQuery(const QString& query) {
  if (query != m_query) {
    m_query = query;
    emit queryChanged();
    refresh();
  }
}

int ChatListModel::rowOf(qint64 chat) const {
  const auto found =
      std::ranges::find_if(m_rows, [chat](const Row& row) { return row.chat == chat; });
  return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ChatListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ChatListModel::data(const QModelIndex& index, int role) const {
  const Row& row = m_rows.at(index.row());
  switch (role) {
    case ChatIdRole:
      return row.chat;
    case MessageIdRole:
      return row.message;
    case TitleRole:
      return row.title;
    case SectionRole:
      return row.section;
    case SnippetRole:
      return row.snippet;
    case AnsweringRole:
      return row.answering;
    default:
      return {};
  }
}

QHash<int, QByteArray> ChatListModel::roleNames() const {
  return {{ChatIdRole, "chatId"},   {MessageIdRole, "messageId"}, {TitleRole, "title"},
          {SectionRole, "section"}, {SnippetRole, "snippet"},     {AnsweringRole, "answering"}};
}

void ChatListModel::refresh() { apply(m_query.trimmed().isEmpty() ? listedRows() : foundRows()); }

QList<ChatListModel::Row> ChatListModel::listedRows() const {
  const QDateTime now = QDateTime::currentDateTime();
  QList<Row> rows;
  for (const chats::Chat& chat : m_store.list()) {
    rows.append({chat.id, 0, chat.title, dateGroup(chat.changedAt, now), QString(),
                 m_conversation.isAnswering(chat.id)});
  }
  return rows;
}

QList<ChatListModel::Row> ChatListModel::foundRows() const {
  QList<Row> rows;
  for (const chats::SearchHit& hit : m_store.search(m_query)) {
    rows.append({hit.chatId, hit.messageId, hit.chatTitle, QString(),
                 hit.messageId == 0 ? QString() : highlightedSnippet(hit),
                 m_conversation.isAnswering(hit.chatId)});
  }
  return rows;
}

void ChatListModel::apply(const QList<Row>& wanted) {
  const auto before = m_rows.size();
  for (int row = 0; row < wanted.size(); ++row) {
    const Row& next = wanted.at(row);
    const auto same = [&next](const Row& old) {
      return old.chat == next.chat && old.message == next.message;
    };
    const auto found = std::find_if(m_rows.begin() + row, m_rows.end(), same);
    if (found == m_rows.end()) {
      beginInsertRows({}, row, row);
      m_rows.insert(row, next);
      endInsertRows();
      continue;
    }
    if (const int from = static_cast<int>(found - m_rows.begin()); from != row) {
      beginMoveRows({}, from, from, {}, row);
      m_rows.move(from, row);
      endMoveRows();
    }
    if (m_rows.at(row) != next) {
      m_rows[row] = next;
      emit dataChanged(index(row), index(row));
    }
  }
  removeFrom(static_cast<int>(wanted.size()));
  if (m_rows.size() != before) {
    emit countChanged();
  }
}

void ChatListModel::removeFrom(int row) {
  if (row < m_rows.size()) {
    beginRemoveRows({}, row, static_cast<int>(m_rows.size()) - 1);
    m_rows.erase(m_rows.begin() + row, m_rows.end());
    endRemoveRows();
  }
}

}  // namespace alcove::ui
