// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <memory>
#include <optional>

#include "chats/chat_types.h"

namespace alcove::core {
class ProcessLock;
}
namespace alcove::storage {
class Database;
}

namespace alcove::chats {

// All chats of this person, each a tree of messages, in the database. Every call is durable
// against a killed process when it returns, and signals come after that: what was shown is never
// lost. Not thread-safe: lives in the GUI thread; calls take about a millisecond. Calls throw
// core::Error NotFound for an id that does not exist (or whose chat is removed) and Io when the
// database cannot be written; then nothing changed.
class ChatStore : public QObject {
  Q_OBJECT
 public:
  // `database` must outlive the store. Answers that a process which is gone left in Streaming
  // become Interrupted. `writersFolder` holds one lock file per running Alcove, so that a second
  // one leaves the first one's answers alone.
  ChatStore(storage::Database& database, const QString& writersFolder, QObject* parent = nullptr);
  ~ChatStore() override;

  // An empty title gives kUntitled, and the first message then names the chat.
  ChatId create(const QString& title = {});
  // Leading and trailing space goes; an empty title is refused with InvalidArgument.
  void rename(ChatId chat, const QString& title);
  // Sets a title that the program derived; does nothing once the person has renamed the chat.
  void setAutomaticTitle(ChatId chat, const QString& title);
  // Hides the chat from list, search and path. restore() brings it back whole.
  void remove(ChatId chat);
  void restore(ChatId chat);
  // Deletes for good what was removed before `before` (default: now).
  void purgeRemoved(const QDateTime& before = QDateTime::currentDateTime());

  [[nodiscard]] QList<Chat> list() const;  // last changed first
  [[nodiscard]] std::optional<Chat> findChat(ChatId chat) const;
  Chat requireChat(ChatId chat) const;
  [[nodiscard]] std::optional<Message> findMessage(MessageId message) const;
  Message requireMessage(MessageId message) const;
  // From the first message to the selected leaf, with sibling index and count of each.
  [[nodiscard]] QList<Message> activePath(ChatId chat) const;
  // From the first message to `message`, whatever is selected.
  [[nodiscard]] QList<Message> pathTo(MessageId message) const;
  // Every message of the chat, parents before children; for export.
  [[nodiscard]] QList<Message> allMessages(ChatId chat) const;

  // Adds a message under `parent` (0: a first message), selects it, and moves the chat to the top.
  // Role Assistant with state Streaming begins an answer.
  MessageId append(ChatId chat, MessageId parent, Role role, const QString& text,
                   MessageState state = MessageState::Complete);
  // Adds to the text of a Streaming message. InvalidArgument for any other state.
  void appendText(MessageId message, const QString& addition);
  // What is known of a Streaming message so far, in case it never ends. Nobody is told.
  void keepStats(MessageId message, const QJsonObject& stats);
  // Ends a Streaming message. `state` is any but Streaming.
  void finish(MessageId message, MessageState state, const QJsonObject& stats = {});

  // Shows the branch that goes through `message`, down to where the person last was in it.
  void selectBranch(MessageId message);
  // The branch `step` away among the siblings of `message` (-1: ‹, +1: ›); stays at the ends.
  void stepBranch(MessageId message, int step);

  // Words of `query`, each as a prefix, all of them in one title or message; best first. Any text
  // is allowed; without a letter or digit in it nothing is found.
  [[nodiscard]] QList<SearchHit> search(const QString& query, int limit = 50) const;

  static QString kUntitled();  // "New chat", translated

 signals:
  void chatAdded(qint64 chat);  // created or restored
  void chatRemoved(qint64 chat);
  void chatChanged(qint64 chat);  // title or order
  // The shown branch is another one, or longer: read activePath() again. `chat` as in Message.
  void pathChanged(qint64 chat);
  void messageGrew(qint64 chat, qint64 message, const QString& addition);
  // State, stats or text of a message changed other than by growing.
  void messageChanged(qint64 chat, qint64 message);

 private:
  void recoverInterrupted(const QString& writersFolder);
  void lockAsWriter(const QString& writersFolder);
  // Moves the pieces of a streamed answer into its text; inside a transaction.
  void settlePieces(MessageId message);
  void selectLeaf(ChatId chat, MessageId leaf);
  void touch(ChatId chat);
  [[nodiscard]] QList<Message> readPath(MessageId leaf) const;

  storage::Database& m_database;
  QString m_writer;  // names this process in messages.writer
  std::unique_ptr<core::ProcessLock> m_writerLock;
  QHash<MessageId, ChatId> m_streaming;  // the answers that this process is writing
};

}  // namespace alcove::chats
