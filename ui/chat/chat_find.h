// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringView>

namespace alcove::ui {

class MessageListModel;

// Find in the open chat: where the words stand, and which place is the current one. A place is the
// n-th occurrence in a block of a row, counted as matchesIn() counts. GUI thread; the messages must
// outlive it.
class ChatFind : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("The view model of the chat page owns it.")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
  Q_PROPERTY(int count READ count NOTIFY matchesChanged)
  // From 1; 0: nothing found
  Q_PROPERTY(int current READ current NOTIFY matchesChanged)
  Q_PROPERTY(int currentRow READ currentRow NOTIFY matchesChanged)
  Q_PROPERTY(int currentBlock READ currentBlock NOTIFY matchesChanged)
  // From 0, inside the block; -1: nothing found
  Q_PROPERTY(int currentOccurrence READ currentOccurrence NOTIFY matchesChanged)
 public:
  explicit ChatFind(MessageListModel& messages, QObject* parent = nullptr);

  [[nodiscard]] bool isActive() const { return m_isActive; }
  void setActive(bool active);
  [[nodiscard]] QString query() const { return m_query; }
  void setQuery(const QString& query);
  [[nodiscard]] int count() const { return static_cast<int>(m_matches.size()); }
  [[nodiscard]] int current() const { return static_cast<int>(m_current) + 1; }
  [[nodiscard]] int currentRow() const { return place().row; }
  [[nodiscard]] int currentBlock() const { return place().block; }
  [[nodiscard]] int currentOccurrence() const { return place().occurrence; }

  // To the next (+1) or previous (-1) place, round the ends.
  Q_INVOKABLE void step(int direction);

  // Where `query` begins in `text`, without regard to case, not overlapping.
  [[nodiscard]] static QList<qsizetype> matchesIn(QStringView text, QStringView query);

 signals:
  void activeChanged();
  void queryChanged();
  void matchesChanged();
  void currentMoved();  // the person went there: bring it into view

 private:
  struct Place {
    int row = -1;
    int block = -1;
    int occurrence = -1;
    bool operator==(const Place&) const = default;
  };
  void search();
  [[nodiscard]] Place place() const { return m_current < 0 ? Place{} : m_matches[m_current]; }

  MessageListModel& m_messages;
  bool m_isActive = false;
  QString m_query;
  QList<Place> m_matches;
  qsizetype m_current = -1;
};

}  // namespace alcove::ui
