// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/chat_find.h"

#include "chat/block_list_model.h"
#include "chat/message_list_model.h"

namespace alcove::ui {
namespace {

int occurrencesIn(const MarkdownBlock& block, QStringView query) {
  if (block.kind != BlockKind::Table) {
    return static_cast<int>(ChatFind::matchesIn(block.plain, query).size());
  }
  int count = 0;
  for (const QStringList& row : block.plainRows) {
    for (const QString& cell : row) {
      count += static_cast<int>(ChatFind::matchesIn(cell, query).size());
    }
  }
  return count;
}

}  // namespace

ChatFind::ChatFind(MessageListModel& messages, QObject* parent)
    : QObject(parent), m_messages(messages) {
  const auto refresh = [this] {
    if (m_isActive) {
      search();
    }
  };
  connect(&messages, &MessageListModel::countChanged, this, refresh);
  connect(&messages, &MessageListModel::dataChanged, this, refresh);
}

void ChatFind::setActive(bool active) {
  if (active == m_isActive) {
    return;
  }
  m_isActive = active;
  search();
  emit activeChanged();
}

void ChatFind::setQuery(const QString& query) {
  if (query == m_query) {
    return;
  }
  m_query = query;
  m_matches.clear();
  m_current = -1;
  search();
  emit queryChanged();
  emit currentMoved();
}

void ChatFind::step(int direction) {
  const qsizetype count = m_matches.size();
  if (count == 0) {
    return;
  }
  m_current = (m_current + direction + count) % count;
  emit matchesChanged();
  emit currentMoved();
}

// Keeps to the current place when the chat grows; a new query begins at the last message, which is
// where the reader most likely is.
void ChatFind::search() {
  const Place before = place();
  QList<Place> matches;
  for (int row = 0; m_isActive && !m_query.isEmpty() && row < m_messages.rowCount(); ++row) {
    const QList<MarkdownBlock>& blocks = m_messages.blocksAt(row)->blocks();
    for (int block = 0; block < blocks.size(); ++block) {
      const int found = occurrencesIn(blocks[block], m_query);
      for (int occurrence = 0; occurrence < found; ++occurrence) {
        matches.append({row, block, occurrence});
      }
    }
  }
  const qsizetype kept = matches.indexOf(before);
  const qsizetype current = kept >= 0 ? kept : matches.size() - 1;
  if (matches == m_matches && current == m_current) {
    return;
  }
  m_matches = matches;
  m_current = current;
  emit matchesChanged();
}

QList<qsizetype> ChatFind::matchesIn(QStringView text, QStringView query) {
  QList<qsizetype> places;
  qsizetype from = 0;
  while (!query.isEmpty() && (from = text.indexOf(query, from, Qt::CaseInsensitive)) >= 0) {
    places.append(from);
    from += query.size();
  }
  return places;
}

}  // namespace alcove::ui
