// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QDateTime>

namespace alcove::chats {
class ChatStore;
class Conversation;
struct SearchHit;
}  // namespace alcove::chats

namespace alcove::ui {

// The heading that a chat changed at `when` stands under at the time `now`: Today, Yesterday,
// Last 7 days or Older.
[[nodiscard]] QString dateGroup(const QDateTime& when, const QDateTime& now);

// The snippet of a hit as styled text, with the words that were found in bold.
[[nodiscard]] QString highlightedSnippet(const chats::SearchHit& hit);

// The chats of the sidebar: all of them by date, or, while `query` has text, what a search over
// all chats finds, best first. Follows the store. GUI thread.
class ChatListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ANONYMOUS
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role {
    ChatIdRole = Qt::UserRole,  // qint64
    MessageIdRole,              // qint64: the message that was found; 0 for none
    TitleRole,                  // QString
    SectionRole,                // QString: dateGroup(); empty in a search
    SnippetRole,                // QString: styled text; empty outside a search or for a title
    AnsweringRole,              // bool: an answer is being written in it
  };

  // Both must outlive the model.
  ChatListModel(chats::ChatStore& store, chats::Conversation& conversation,
                QObject* parent = nullptr);

  [[nodiscard]] QString query() const { return m_query; }
  void setQuery(const QString& query);
  [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
  // The row of `chat`, or -1.
  Q_INVOKABLE int rowOf(qint64 chat) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void queryChanged();
  void countChanged();

 private:
  struct Row {
    qint64 chat = 0;
    qint64 message = 0;
    QString title;
    QString section;
    QString snippet;
    bool answering = false;
    bool operator==(const Row&) const = default;
  };
  void refresh();
  [[nodiscard]] QList<Row> listedRows() const;
  [[nodiscard]] QList<Row> foundRows() const;
  // Turns the rows into `wanted` by single moves, so that focus and scrolling stay where they are.
  void apply(const QList<Row>& wanted);
  void removeFrom(int row);

  chats::ChatStore& m_store;
  chats::Conversation& m_conversation;
  QString m_query;
  QList<Row> m_rows;
};

}  // namespace alcove::ui
