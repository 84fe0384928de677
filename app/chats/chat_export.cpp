// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_export.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "chats/chat_store.h"
#include "core/error.h"

namespace alcove::chats {
namespace {

QString speaker(Role role) {
  switch (role) {
    case Role::System:
      return QCoreApplication::translate("chats", "System");
    case Role::User:
      return QCoreApplication::translate("chats", "You");
    case Role::Assistant:
      return QCoreApplication::translate("chats", "Alcove");
  }
  return {};
}

QByteArray toMarkdown(const Chat& chat, const QList<Message>& path) {
  QString text = QStringLiteral("# %1\n").arg(chat.title);
  for (const Message& message : path) {
    text += QStringLiteral("\n## %1\n\n%2\n").arg(speaker(message.role), message.text.trimmed());
  }
  return text.toUtf8();
}

QByteArray toJson(const Chat& chat, const QList<Message>& all) {
  QJsonArray messages;
  for (const Message& message : all) {
    messages << QJsonObject{
        {QStringLiteral("id"), message.id},
        {QStringLiteral("parent"),
         message.parentId == 0 ? QJsonValue() : QJsonValue(message.parentId)},
        {QStringLiteral("role"), roleName(message.role)},
        {QStringLiteral("state"), messageStateName(message.state)},
        {QStringLiteral("created"), message.createdAt.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("text"), message.text},
        {QStringLiteral("stats"), message.stats}};
  }
  const QJsonObject object{{QStringLiteral("format"), QStringLiteral("alcove-chat")},
                           {QStringLiteral("version"), 1},
                           {QStringLiteral("id"), chat.id},
                           {QStringLiteral("title"), chat.title},
                           {QStringLiteral("selected_leaf"), chat.selectedLeaf},
                           {QStringLiteral("messages"), messages}};
  return QJsonDocument(object).toJson();
}

}  // namespace

ExportFormat exportFormat(const QString& name) {
  if (name == QLatin1String("markdown")) return ExportFormat::Markdown;
  if (name == QLatin1String("json")) return ExportFormat::Json;
  throw core::Error(
      core::ErrorCode::InvalidArgument,
      QCoreApplication::translate("chats", "Choose the format markdown or json, not %1.")
          .arg(name));
}

QByteArray exportChat(const ChatStore& store, ChatId chat, ExportFormat format) {
  const Chat head = store.requireChat(chat);
  return format == ExportFormat::Json ? toJson(head, store.allMessages(chat))
                                      : toMarkdown(head, store.activePath(chat));
}

}  // namespace alcove::chats
