// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// kill -9 of the application in the middle of an answer, many times over one data folder: no text
// that a frame showed may be missing afterwards.
#include <gtest/gtest.h>
#include <signal.h>

#include <QDir>
#include <QElapsedTimer>
#include <QHash>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "chats/chat_store.h"
#include "core/paths.h"
#include "e2e/shown_text.h"
#include "e2e/window_session.h"
#include "storage/database.h"

namespace alcove::e2e {
namespace {

constexpr int kKills = 50;
constexpr int kLongestWaitMs = 60000;

// What one run of the driver told before it was killed.
struct Told {
  QHash<qint64, QString> shown;
  qint64 enginePid = 0;
  int answerFrames = 0;  // frames in which the answer had grown
  bool wasAsked = false;
};

void readLines(QProcess& driver, Told& run) {
  while (driver.canReadLine()) {
    const QByteArray line = driver.readLine().trimmed();
    if (line.startsWith("engine ")) {
      run.enginePid = line.mid(7).toLongLong();
    } else if (line == "asked") {
      run.wasAsked = true;
    } else if (line.startsWith("shown ")) {
      const QList<QByteArray> words = line.split(' ');
      run.shown.insert(words.value(1).toLongLong(), QString::fromUtf8(words.value(2)));
      run.answerFrames += run.wasAsked ? 1 : 0;
    }
  }
}

// Starts the driver, lets the answer grow over `frames` frames and `extraMs`, and kills it.
Told runAndKill(const QString& folder, int frames, int extraMs) {
  Told told;
  QProcess driver;
  driver.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  driver.start(qEnvironmentVariable("ALCOVE_BIN_DIR") + u"/alcove-window-driver"_qs,
               {folder, u"Tell me a long story about a lighthouse keeper and the sea."_qs});
  EXPECT_TRUE(driver.waitForStarted());
  QElapsedTimer timer;
  timer.start();
  while (told.answerFrames < frames && timer.elapsed() < kLongestWaitMs &&
         driver.state() == QProcess::Running) {
    driver.waitForReadyRead(50);
    readLines(driver, told);
  }
  EXPECT_GE(told.answerFrames, frames) << "the answer was not seen to grow";
  driver.waitForReadyRead(extraMs);
  ::kill(static_cast<pid_t>(driver.processId()), SIGKILL);
  driver.waitForFinished();
  readLines(driver, told);  // what was in the pipe when it died was shown too
  return told;
}

bool isAlive(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }

// The store as the next start finds it.
struct Reopened {
  explicit Reopened(const QString& folder)
      : paths(core::Paths::inside(folder)),
        database(paths.databaseFile()),
        store(database, paths.dataFolder + u"/writers"_qs) {}
  core::Paths paths;
  storage::Database database;
  chats::ChatStore store;
};

TEST(KillTheApplication, NothingThatWasShownIsLost) {
  if (starterModel().isEmpty()) {
    GTEST_SKIP() << "the starter model is missing: run scripts/fetch_models";
  }
  QTemporaryDir folder;
  prepareDataFolder(folder.path());
  std::mt19937 random(20);
  QHash<qint64, QString> everShown;
  int interrupted = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const Told told = runAndKill(folder.path(), 2 + static_cast<int>(random() % 8),
                                 static_cast<int>(random() % 60));
    ASSERT_FALSE(::testing::Test::HasFailure()) << "at kill " << kill;
    for (auto it = told.shown.cbegin(); it != told.shown.cend(); ++it) {
      everShown.insert(it.key(), it.value());
    }
    const Reopened reopened(folder.path());
    EXPECT_FALSE(reopened.database.damage().has_value());
    for (auto it = everShown.cbegin(); it != everShown.cend(); ++it) {
      const auto message = reopened.store.findMessage(it.key());
      ASSERT_TRUE(message.has_value()) << "a message that was shown is gone";
      const bool isAnswer = message->role == chats::Role::Assistant;
      ASSERT_TRUE(lettersOf(message->text, isAnswer).startsWith(it.value()))
          << "shown: " << it.value().toStdString() << "\nkept: " << message->text.toStdString();
      EXPECT_NE(message->state, chats::MessageState::Streaming);
    }
    for (auto it = told.shown.cbegin(); it != told.shown.cend(); ++it) {
      const chats::Message message = reopened.store.requireMessage(it.key());
      interrupted += message.state == chats::MessageState::Interrupted ? 1 : 0;
    }
    EXPECT_TRUE(QTest::qWaitFor([&] { return !isAlive(told.enginePid); }, 10000))
        << "the engine outlived the window that started it";
  }
  const Reopened reopened(folder.path());
  EXPECT_GE(interrupted, kKills) << "the answers were over before the process was killed";
  EXPECT_EQ(reopened.store.list().size(), kKills);
}

}  // namespace
}  // namespace alcove::e2e
