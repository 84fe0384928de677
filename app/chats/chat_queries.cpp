// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The reading half of ChatStore.
#include <QJsonDocument>

#include "chats/chat_store.h"
#include "core/error.h"
#include "storage/database.h"

namespace alcove::chats {
namespace {

using core::Error;
using core::ErrorCode;

constexpr auto kChatColumns =
    "SELECT id, title, title_automatic, created_ms, changed_ms, selected_leaf_id FROM chats"
    " WHERE removed_ms IS NULL";

// Of `m`, a row of messages: the text includes the pieces of an answer that is being written.
constexpr auto kMessageColumns =
    " m.id, m.chat_id, m.parent_id, m.role, m.state,"
    " m.text || COALESCE((SELECT group_concat(text, '') FROM (SELECT p.text FROM message_pieces p"
    "  WHERE p.message_id = m.id ORDER BY p.sequence)), ''),"
    " m.created_ms, m.stats,"
    " (SELECT COUNT(*) FROM messages s WHERE s.chat_id = m.chat_id"
    "  AND s.parent_id IS m.parent_id AND s.id < m.id),"
    " (SELECT COUNT(*) FROM messages s WHERE s.chat_id = m.chat_id"
    "  AND s.parent_id IS m.parent_id) ";

Chat readChat(const QSqlQuery& row) {
  Chat chat;
  chat.id = row.value(0).toLongLong();
  chat.title = row.value(1).toString();
  chat.titleIsAutomatic = row.value(2).toBool();
  chat.createdAt = QDateTime::fromMSecsSinceEpoch(row.value(3).toLongLong());
  chat.changedAt = QDateTime::fromMSecsSinceEpoch(row.value(4).toLongLong());
  chat.selectedLeaf = row.value(5).toLongLong();
  return chat;
}

Message readMessage(const QSqlQuery& row) {
  Message message;
  message.id = row.value(0).toLongLong();
  message.chatId = row.value(1).toLongLong();
  message.parentId = row.value(2).toLongLong();
  message.role = roleFromName(row.value(3).toString());
  message.state = messageStateFromName(row.value(4).toString());
  message.text = row.value(5).toString();
  message.createdAt = QDateTime::fromMSecsSinceEpoch(row.value(6).toLongLong());
  message.stats = QJsonDocument::fromJson(row.value(7).toString().toUtf8()).object();
  message.siblingIndex = row.value(8).toInt();
  message.siblingCount = row.value(9).toInt();
  return message;
}

}  // namespace

QList<Chat> ChatStore::list() const {
  QSqlQuery query =
      m_database.run(QLatin1String(kChatColumns) + QStringLiteral(" ORDER BY change_number DESC"));
  QList<Chat> chats;
  while (query.next()) chats << readChat(query);
  return chats;
}

std::optional<Chat> ChatStore::findChat(ChatId chat) const {
  QSqlQuery query =
      m_database.run(QLatin1String(kChatColumns) + QStringLiteral(" AND id = ?"), {chat});
  if (!query.next()) return std::nullopt;
  return readChat(query);
}

Chat ChatStore::requireChat(ChatId chat) const {
  const auto found = findChat(chat);
  if (!found) throw Error(ErrorCode::NotFound, tr("There is no chat %1.").arg(chat));
  return *found;
}

std::optional<Message> ChatStore::findMessage(MessageId message) const {
  QSqlQuery query =
      m_database.run(QStringLiteral("SELECT") + QLatin1String(kMessageColumns) +
                         QStringLiteral("FROM messages m JOIN chats c ON c.id = m.chat_id"
                                        " WHERE c.removed_ms IS NULL AND m.id = ?"),
                     {message});
  if (!query.next()) return std::nullopt;
  return readMessage(query);
}

Message ChatStore::requireMessage(MessageId message) const {
  const auto found = findMessage(message);
  if (!found) throw Error(ErrorCode::NotFound, tr("There is no message %1.").arg(message));
  return *found;
}

QList<Message> ChatStore::readPath(MessageId leaf) const {
  QSqlQuery query = m_database.run(
      QStringLiteral("WITH RECURSIVE path(id, parent_id, depth) AS ("
                     " SELECT id, parent_id, 0 FROM messages WHERE id = ?"
                     " UNION ALL SELECT m.id, m.parent_id, depth + 1 FROM messages m"
                     " JOIN path ON m.id = path.parent_id)"
                     " SELECT") +
          QLatin1String(kMessageColumns) +
          QStringLiteral("FROM path JOIN messages m ON m.id = path.id ORDER BY path.depth DESC"),
      {leaf});
  QList<Message> messages;
  while (query.next()) messages << readMessage(query);
  return messages;
}

QList<Message> ChatStore::activePath(ChatId chat) const {
  return readPath(requireChat(chat).selectedLeaf);
}

QList<Message> ChatStore::pathTo(MessageId message) const {
  return readPath(requireMessage(message).id);
}

QList<Message> ChatStore::allMessages(ChatId chat) const {
  requireChat(chat);
  // A parent is always older than its children.
  QSqlQuery query = m_database.run(QStringLiteral("SELECT") + QLatin1String(kMessageColumns) +
                                       QStringLiteral("FROM messages m WHERE m.chat_id = ?"
                                                      " ORDER BY m.id"),
                                   {chat});
  QList<Message> messages;
  while (query.next()) messages << readMessage(query);
  return messages;
}

}  // namespace alcove::chats
