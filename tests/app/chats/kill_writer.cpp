// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Streams answers into the chat store of the folder argv[1] until it is killed, and tells on
// standard output what a person would have seen: "ID<tab>TEXT" only after the store announced it.
#include <QCoreApplication>
#include <QDir>
#include <cstdio>

#include "chats/chat_store.h"
#include "storage/database.h"

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  using namespace alcove::chats;
  const QDir folder(QString::fromLocal8Bit(argv[1]));
  alcove::storage::Database database(folder.filePath("alcove.sqlite"));
  ChatStore store(database, folder.filePath("writers"));
  QObject::connect(&store, &ChatStore::messageGrew, &application,
                   [](ChatId, MessageId message, const QString& addition) {
                     std::printf("%lld\t%s\n", message, addition.toUtf8().constData());
                     std::fflush(stdout);
                   });
  const ChatId chat = store.create();
  MessageId parent = 0;
  for (int round = 0;; ++round) {
    const QString question = QString("question %1").arg(round);
    parent = store.append(chat, parent, Role::User, question);
    std::printf("%lld\t%s\n", parent, question.toUtf8().constData());
    std::fflush(stdout);
    parent = store.append(chat, parent, Role::Assistant, {}, MessageState::Streaming);
    for (int piece = 0; piece < 40; ++piece)
      store.appendText(parent, QString("<%1.%2>").arg(round).arg(piece));
    store.finish(parent, MessageState::Complete);
  }
}
