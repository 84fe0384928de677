// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "chats/chat_types.h"
#include "chats/conversation.h"

namespace alcove::chats {
class ChatStore;
}

namespace alcove::ui {

class BlockListModel;

// The shown branch of one chat, oldest message first. Follows the store: streamed text reaches the
// blocks about thirty times a second, and a change of branch replaces only the rows that differ.
// GUI thread; the store must outlive the model.
class MessageListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ANONYMOUS
  Q_PROPERTY(int count READ rowCount NOTIFY countChanged)
 public:
  enum Role {
    MessageIdRole = Qt::UserRole,  // qint64
    IsAnswerRole,                  // bool: else a question
    AuthorRole,                    // QString: "You" or "Alcove"
    BlocksRole,                    // BlockListModel*
    StateRole,                     // "complete", "streaming", "stopped", "interrupted" or "failed"
    HasTextRole,                   // bool
    ThoughtRole,                   // QString: what the model thought first; empty for nothing
    StatsRole,                     // QString: one line; empty while streaming
    StatsDetailsRole,              // QString: one fact per line
    NoticeRole,                    // QString: what the answer could not see, or had to go through
    BranchIndexRole,               // int, from 1
    BranchCountRole,               // int
    ErrorTitleRole,                // QString: what ended the answer; empty if nothing did
    ErrorTextRole,                 // QString: how things stand now
    ErrorDetailsRole,              // QString: text to copy
    WhenRole,                      // QString: date and time, for people
  };
  static constexpr int kStreamIntervalMs = 33;

  explicit MessageListModel(chats::ChatStore& store, QObject* parent = nullptr);
  ~MessageListModel() override;

  // Shows the active path of `chat`; 0 shows nothing.
  void setChat(chats::ChatId chat);
  [[nodiscard]] chats::ChatId chat() const { return m_chat; }
  // How the engine is now ("It is running again."), shown with answers that it broke off.
  void setEngineNow(const QString& sentence);

  [[nodiscard]] const chats::Message* messageAt(int row) const;
  [[nodiscard]] const chats::Message* findMessage(chats::MessageId id) const;
  [[nodiscard]] Q_INVOKABLE int rowOf(qint64 message) const;  // -1: not on this branch
  // The blocks of a row, worked out now if nobody has looked at them yet.
  [[nodiscard]] BlockListModel* blocksAt(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();
  // Text of the last answer came or changed; a sentence that is complete, for screen readers.
  void sentenceFinished(const QString& sentence);

 private:
  struct Item;

  void reload();
  void onGrew(qint64 chat, qint64 message, const QString& addition);
  void onMessageChanged(qint64 chat, qint64 message);
  void showPending();
  void refreshBlocks(Item& item) const;
  void announce(Item& item, bool isFinished);
  [[nodiscard]] QString errorText(const chats::Message& message) const;

  chats::ChatStore& m_store;
  chats::ChatId m_chat = 0;
  std::vector<std::unique_ptr<Item>> m_items;
  QTimer m_streamTimer;
  QString m_engineNow;
};

}  // namespace alcove::ui
