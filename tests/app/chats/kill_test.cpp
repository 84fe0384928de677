// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <QHash>
#include <QProcess>
#include <QTemporaryDir>
#include <random>

#include "chats/chat_store.h"
#include "storage/database.h"

namespace alcove::chats {
namespace {

constexpr int kKills = 50;

// What the writer had shown when it was killed (SIGKILL), soon after it had shown `lines` lines:
// counted, not timed, so that a busy machine kills in the middle of answers as well.
QByteArray runAndKill(const QString& folder, qsizetype lines) {
  QProcess writer;
  writer.start(QStringLiteral(ALCOVE_KILL_WRITER), {folder});
  EXPECT_TRUE(writer.waitForStarted());
  QByteArray shown;
  while (shown.count('\n') < lines) {
    if (!writer.waitForReadyRead(20'000)) {
      ADD_FAILURE() << "the writer stopped by itself";
      break;
    }
    shown += writer.readAllStandardOutput();
  }
  writer.kill();
  EXPECT_TRUE(writer.waitForFinished());
  EXPECT_EQ(writer.exitStatus(), QProcess::CrashExit);
  return shown + writer.readAllStandardOutput();
}

TEST(KillTest, NothingThatWasShownIsLost) {
  const QTemporaryDir folder;
  std::mt19937 random(11);
  std::uniform_int_distribution<int> lines(2, 160);  // a question and its answer are 41
  int interrupted = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const QByteArray shown = runAndKill(folder.path(), lines(random));
    QHash<MessageId, QString> expected;
    for (const QByteArray& line : shown.left(shown.lastIndexOf('\n')).split('\n')) {
      expected[line.split('\t')[0].toLongLong()] +=
          QString::fromUtf8(line.mid(line.indexOf('\t') + 1));
    }
    ASSERT_FALSE(expected.isEmpty());

    storage::Database database(folder.filePath("alcove.sqlite"));
    ASSERT_FALSE(database.damage().has_value());
    const ChatStore store(database, folder.filePath("writers"));
    for (auto it = expected.cbegin(); it != expected.cend(); ++it) {
      const Message message = store.requireMessage(it.key());
      EXPECT_TRUE(message.text.startsWith(it.value())) << message.text.toStdString();
      EXPECT_NE(message.state, MessageState::Streaming);
      if (message.state == MessageState::Interrupted) ++interrupted;
    }
  }
  EXPECT_GT(interrupted, kKills / 2) << "the kills came too late to test anything";
}

}  // namespace
}  // namespace alcove::chats
