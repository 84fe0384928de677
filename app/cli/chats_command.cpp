// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "chats/chat_export.h"
#include "chats/chat_store.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "core/application.h"
#include "core/atomic_file.h"

namespace alcove::cli {
namespace {

using core::Error;
using core::ErrorCode;

QString tr(const char* text) { return QCoreApplication::translate("cli", text); }

chats::ChatId chatArgument(const QStringList& words) {
  bool ok = false;
  const chats::ChatId chat = words.value(2).toLongLong(&ok);
  if (!ok || chat <= 0 || words.size() != 3) {
    throw Error(ErrorCode::InvalidArgument,
                tr("Name one chat by its number; alcove chats list shows them."));
  }
  return chat;
}

QString when(const QDateTime& time) { return time.toString(QStringLiteral("yyyy-MM-dd HH:mm")); }

void listChats(const chats::ChatStore& store) {
  const auto chats = store.list();
  for (const chats::Chat& chat : chats) {
    print(QStringLiteral("%1\t%2\t%3\n").arg(chat.id).arg(when(chat.changedAt), chat.title));
  }
}

void searchChats(const chats::ChatStore& store, const QStringList& words) {
  const auto hits = store.search(words.mid(2).join(u' '));
  for (const chats::SearchHit& hit : hits) {
    print(QStringLiteral("%1\t%2\t%3\n").arg(hit.chatId).arg(hit.chatTitle, hit.snippet));
  }
}

void exportChat(const chats::ChatStore& store, const QStringList& words, const QString& format,
                const QString& file) {
  const QByteArray bytes =
      chats::exportChat(store, chatArgument(words), chats::exportFormat(format));
  if (file.isEmpty()) {
    print(QString::fromUtf8(bytes));
  } else {
    core::writeFileAtomically(file, bytes);
  }
}

}  // namespace

int runChats(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Reads the stored chats: list | show ID | search WORDS | export ID"));
  parser.addPositionalArgument(QStringLiteral("chats"), QStringLiteral("This command."));
  parser.addPositionalArgument(QStringLiteral("what"),
                               QStringLiteral("list, show, search or export"));
  parser.addOptions({
      {QStringLiteral("format"),
       QStringLiteral("Of export: markdown (the shown branch) or json (all branches)."),
       QStringLiteral("FORMAT"), QStringLiteral("markdown")},
      {{QStringLiteral("o"), QStringLiteral("output")},
       QStringLiteral("Of export: the file to write (default: standard output)."),
       QStringLiteral("FILE")},
  });
  int exitCode = kDone;
  if (!parse(parser, arguments, exitCode)) return exitCode;
  const QStringList words = parser.positionalArguments();
  const QString what = words.value(1);

  const core::Application app;
  for (const Error& notice : app.notices()) printError(notice);
  if (what == QLatin1String("list")) {
    listChats(app.chats());
  } else if (what == QLatin1String("show")) {
    print(QString::fromUtf8(
        chats::exportChat(app.chats(), chatArgument(words), chats::ExportFormat::Markdown)));
  } else if (what == QLatin1String("search")) {
    searchChats(app.chats(), words);
  } else if (what == QLatin1String("export")) {
    exportChat(app.chats(), words, parser.value(QStringLiteral("format")),
               parser.value(QStringLiteral("output")));
  } else {
    printNote(QStringLiteral("Use alcove chats list, show ID, search WORDS or export ID."));
    return kUsage;
  }
  return kDone;
}

}  // namespace alcove::cli
