// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_store.h"

#include <QDir>
#include <QJsonDocument>
#include <QUuid>

#include "chats/chat_search.h"
#include "core/error.h"
#include "core/process_lock.h"
#include "storage/database.h"

namespace alcove::chats {
namespace {

using core::Error;
using core::ErrorCode;
using storage::Transaction;

qint64 nowMs() { return QDateTime::currentMSecsSinceEpoch(); }

QVariant idOrNull(qint64 id) { return id == 0 ? QVariant() : QVariant(id); }

// What SQLite stores of `text` must be what is shown: it ends a string at a NUL and has no form
// for half a character. A null string would be stored as NULL, which no column takes.
QString storable(QString text) {
  if (text.isNull()) return QStringLiteral("");
  for (qsizetype i = 0; i < text.size(); ++i) {
    const bool pairStarts =
        text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
    if (pairStarts) {
      ++i;
    } else if (text[i].isNull() || text[i].isSurrogate()) {
      text[i] = QChar::ReplacementCharacter;
    }
  }
  return text;
}

QString compactText(const QJsonObject& json) {
  return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

}  // namespace

QString ChatStore::kUntitled() { return tr("New chat"); }

ChatStore::ChatStore(storage::Database& database, const QString& writersFolder, QObject* parent)
    : QObject(parent), m_database(database) {
  lockAsWriter(writersFolder);
  recoverInterrupted(writersFolder);
}

ChatStore::~ChatStore() = default;

void ChatStore::lockAsWriter(const QString& writersFolder) {
  if (!QDir().mkpath(writersFolder)) {
    throw Error(ErrorCode::Io, tr("The folder %1 could not be created.").arg(writersFolder));
  }
  m_writer = QUuid::createUuid().toString(QUuid::WithoutBraces);
  m_writerLock = core::ProcessLock::tryAcquire(QDir(writersFolder).filePath(m_writer));
  if (!m_writerLock) {
    throw Error(ErrorCode::Io, tr("The folder %1 cannot be written.").arg(writersFolder));
  }
}

void ChatStore::recoverInterrupted(const QString& writersFolder) {
  Transaction transaction(m_database);
  QList<MessageId> orphans;
  QSqlQuery query =
      m_database.run(QStringLiteral("SELECT id, writer FROM messages WHERE state = 'streaming'"));
  while (query.next()) {
    const QString lockFile = QDir(writersFolder).filePath(query.value(1).toString());
    if (core::ProcessLock::tryAcquire(lockFile)) orphans << query.value(0).toLongLong();
  }
  query.finish();
  for (const MessageId message : std::as_const(orphans)) {
    settlePieces(message);
    m_database.run(QStringLiteral("UPDATE messages SET state = 'interrupted', writer = NULL"
                                  " WHERE id = ?"),
                   {message});
  }
  transaction.commit();
}

ChatId ChatStore::create(const QString& title) {
  const QString given = storable(title).simplified();
  const qint64 now = nowMs();
  const QSqlQuery query = m_database.run(
      QStringLiteral("INSERT INTO chats(title, title_automatic, created_ms, changed_ms,"
                     " change_number) VALUES (?, ?, ?, ?,"
                     " (SELECT COALESCE(MAX(change_number), 0) + 1 FROM chats))"),
      {given.isEmpty() ? kUntitled() : given, given.isEmpty() ? 1 : 0, now, now});
  const ChatId chat = query.lastInsertId().toLongLong();
  emit chatAdded(chat);
  return chat;
}

void ChatStore::rename(ChatId chat, const QString& title) {
  const QString given = storable(title).simplified();
  if (given.isEmpty()) {
    throw Error(ErrorCode::InvalidArgument, tr("A chat needs a name with at least one character."));
  }
  requireChat(chat);
  m_database.run(QStringLiteral("UPDATE chats SET title = ?, title_automatic = 0 WHERE id = ?"),
                 {given, chat});
  emit chatChanged(chat);
}

void ChatStore::setAutomaticTitle(ChatId chat, const QString& title) {
  const QString given = storable(title).simplified();
  if (!requireChat(chat).titleIsAutomatic || given.isEmpty()) return;
  m_database.run(QStringLiteral("UPDATE chats SET title = ? WHERE id = ?"), {given, chat});
  emit chatChanged(chat);
}

void ChatStore::remove(ChatId chat) {
  requireChat(chat);
  m_database.run(QStringLiteral("UPDATE chats SET removed_ms = ? WHERE id = ?"), {nowMs(), chat});
  emit chatRemoved(chat);
}

void ChatStore::restore(ChatId chat) {
  const QSqlQuery query = m_database.run(
      QStringLiteral("UPDATE chats SET removed_ms = NULL WHERE id = ? AND removed_ms IS NOT NULL"),
      {chat});
  if (query.numRowsAffected() > 0) {
    emit chatAdded(chat);
  } else {
    requireChat(chat);
  }
}

void ChatStore::purgeRemoved(const QDateTime& before) {
  Transaction transaction(m_database);
  m_database.run(QStringLiteral("DELETE FROM chats WHERE removed_ms <= ?"),
                 {before.toMSecsSinceEpoch()});
  transaction.commit();
}

MessageId ChatStore::append(ChatId chat, MessageId parent, Role role, const QString& text,
                            MessageState state) {
  Transaction transaction(m_database);
  requireChat(chat);
  if (parent != 0 && requireMessage(parent).chatId != chat) {
    throw Error(ErrorCode::InvalidArgument, tr("A message and its answer belong to one chat."));
  }
  const bool streaming = state == MessageState::Streaming;
  const QSqlQuery query = m_database.run(
      QStringLiteral(
          "INSERT INTO messages(chat_id, parent_id, role, state, text, created_ms, writer)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)"),
      {chat, idOrNull(parent), roleName(role), messageStateName(state), storable(text), nowMs(),
       streaming ? QVariant(m_writer) : QVariant()});
  const MessageId message = query.lastInsertId().toLongLong();
  selectLeaf(chat, message);
  touch(chat);
  transaction.commit();
  if (streaming) m_streaming.insert(message, chat);
  emit chatChanged(chat);
  emit pathChanged(chat);
  return message;
}

void ChatStore::appendText(MessageId message, const QString& addition) {
  const auto streaming = m_streaming.constFind(message);
  if (streaming == m_streaming.constEnd()) {
    requireMessage(message);
    throw Error(ErrorCode::InvalidArgument, tr("Only an answer that is being written can grow."));
  }
  if (addition.isEmpty()) return;
  const ChatId chat = streaming.value();
  const QString text = storable(addition);
  m_database.run(QStringLiteral("INSERT INTO message_pieces(message_id, sequence, text)"
                                " SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?"
                                " FROM message_pieces WHERE message_id = ?"),
                 {message, text, message});
  emit messageGrew(chat, message, text);
}

void ChatStore::keepStats(MessageId message, const QJsonObject& stats) {
  m_database.run(
      QStringLiteral("UPDATE messages SET stats = ? WHERE id = ? AND state = 'streaming'"),
      {compactText(stats), message});
}

void ChatStore::finish(MessageId message, MessageState state, const QJsonObject& stats) {
  const auto streaming = m_streaming.constFind(message);
  if (streaming == m_streaming.constEnd() || state == MessageState::Streaming) {
    requireMessage(message);
    throw Error(ErrorCode::InvalidArgument, tr("Only an answer that is being written can end."));
  }
  const ChatId chat = streaming.value();
  Transaction transaction(m_database);
  settlePieces(message);
  m_database.run(
      QStringLiteral("UPDATE messages SET state = ?, stats = ?, writer = NULL WHERE id = ?"),
      {messageStateName(state), compactText(stats), message});
  transaction.commit();
  m_streaming.remove(message);
  emit messageChanged(chat, message);
}

void ChatStore::settlePieces(MessageId message) {
  m_database.run(QStringLiteral("UPDATE messages SET text = text || COALESCE((SELECT"
                                " group_concat(text, '') FROM (SELECT text FROM message_pieces"
                                " WHERE message_id = ? ORDER BY sequence)), '') WHERE id = ?"),
                 {message, message});
  m_database.run(QStringLiteral("DELETE FROM message_pieces WHERE message_id = ?"), {message});
}

void ChatStore::selectLeaf(ChatId chat, MessageId leaf) {
  m_database.run(QStringLiteral("UPDATE chats SET selected_leaf_id = ? WHERE id = ?"),
                 {leaf, chat});
  m_database.run(QStringLiteral("WITH RECURSIVE path(id, parent_id) AS ("
                                " SELECT id, parent_id FROM messages WHERE id = ?"
                                " UNION ALL SELECT m.id, m.parent_id FROM messages m"
                                " JOIN path ON m.id = path.parent_id)"
                                " UPDATE messages SET selected_child_id = path.id FROM path"
                                " WHERE messages.id = path.parent_id"
                                " AND messages.selected_child_id IS NOT path.id"),
                 {leaf});
}

void ChatStore::selectBranch(MessageId message) {
  Transaction transaction(m_database);
  const Message shown = requireMessage(message);
  QSqlQuery query =
      m_database.run(QStringLiteral("WITH RECURSIVE down(id, depth) AS ("
                                    " SELECT ?, 0 UNION ALL SELECT m.selected_child_id, depth + 1"
                                    " FROM messages m JOIN down ON m.id = down.id"
                                    " WHERE m.selected_child_id IS NOT NULL)"
                                    " SELECT id FROM down ORDER BY depth DESC LIMIT 1"),
                     {message});
  const MessageId leaf = query.next() ? query.value(0).toLongLong() : message;
  query.finish();
  selectLeaf(shown.chatId, leaf);
  transaction.commit();
  emit pathChanged(shown.chatId);
}

void ChatStore::stepBranch(MessageId message, int step) {
  const Message shown = requireMessage(message);
  const int target = qBound(0, shown.siblingIndex + step, shown.siblingCount - 1);
  if (target == shown.siblingIndex) return;
  QSqlQuery query =
      m_database.run(QStringLiteral("SELECT id FROM messages WHERE chat_id = ? AND parent_id IS ?"
                                    " ORDER BY id LIMIT 1 OFFSET ?"),
                     {shown.chatId, idOrNull(shown.parentId), target});
  if (!query.next()) return;
  const MessageId sibling = query.value(0).toLongLong();
  query.finish();
  selectBranch(sibling);
}

void ChatStore::touch(ChatId chat) {
  m_database.run(QStringLiteral("UPDATE chats SET changed_ms = ?, change_number ="
                                " (SELECT MAX(change_number) + 1 FROM chats) WHERE id = ?"),
                 {nowMs(), chat});
}

QList<SearchHit> ChatStore::search(const QString& query, int limit) const {
  return searchChats(m_database, query, limit);
}

}  // namespace alcove::chats
