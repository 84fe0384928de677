// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/engine_process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include "support/wait.h"

namespace alcove::client {
namespace {

using State = EngineProcess::State;
using test::waitUntil;

class EngineProcessTest : public ::testing::Test {
 protected:
  ~EngineProcessTest() override { qunsetenv("ALCOVE_TEST_ENGINE"); }
  EngineProcess m_process{QStringLiteral(ALCOVE_SCRIPTED_ENGINE)};
};

TEST_F(EngineProcessTest, StartsAndEnds) {
  m_process.start();
  EXPECT_EQ(m_process.state(), State::Starting);
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
  EXPECT_EQ(m_process.address().host(), "127.0.0.1");
  EXPECT_EQ(m_process.token().size(), 64);
  m_process.stop();
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Stopped; }));
  EXPECT_EQ(m_process.processId(), 0);
}

TEST_F(EngineProcessTest, StartsAgainAfterAKillWithAnotherTokenAndSaysWhatHappened) {
  m_process.start();
  core::Error last;
  QObject::connect(&m_process, &EngineProcess::died, &m_process,
                   [&last](const core::Error& error) { last = error; });
  for (int round = 1; round <= 3; ++round) {
    ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
    const QByteArray token = m_process.token();
    const qint64 pid = m_process.processId();
    ::kill(static_cast<pid_t>(pid), SIGKILL);
    ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Restarting; }));
    EXPECT_TRUE(last.sentence.contains("signal 9")) << last.what();
    EXPECT_EQ(last.code, core::ErrorCode::EngineGone);
    ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
    EXPECT_NE(m_process.token(), token);
    EXPECT_NE(m_process.processId(), pid);
    EXPECT_EQ(m_process.restarts(), round);
  }
}

TEST_F(EngineProcessTest, NeverShowsItsTokenToOtherUsers) {
  m_process.start();
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
  ASSERT_FALSE(m_process.token().isEmpty());
  int looked = 0;
  const QStringList processes = QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs);
  for (const QString& pid : processes) {
    for (const char* name : {"cmdline", "environ"}) {
      QFile file(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(name)));
      if (!file.open(QIODevice::ReadOnly)) continue;
      ++looked;
      EXPECT_FALSE(file.readAll().contains(m_process.token())) << file.fileName().toStdString();
    }
  }
  EXPECT_GE(looked, 4) << "this process and its child at least";
}

TEST_F(EngineProcessTest, GivesUpOnAnEngineThatNeverStartsAndSaysWhy) {
  qputenv("ALCOVE_TEST_ENGINE", "refuse");
  m_process.start();
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Failed; }, 30'000));
  EXPECT_TRUE(m_process.lastError().sentence.contains("No memory is left for the engine."))
      << m_process.lastError().what();
  EXPECT_TRUE(m_process.lastError().details.contains("first line"));
  qunsetenv("ALCOVE_TEST_ENGINE");
  m_process.start();
  EXPECT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
}

TEST_F(EngineProcessTest, RefusesAnAddressOfAnotherMachine) {
  qputenv("ALCOVE_TEST_ENGINE", "remote");
  m_process.start();
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Restarting; }));
  EXPECT_TRUE(m_process.address().isEmpty());
  EXPECT_TRUE(m_process.lastError().details.contains("203.0.113.7"));
}

TEST_F(EngineProcessTest, StopsAChildThatHasNotSaidItsAddress) {
  qputenv("ALCOVE_TEST_ENGINE", "silent");
  m_process.start();
  m_process.stop();
  EXPECT_TRUE(waitUntil([&] { return m_process.state() == State::Stopped; }));
  qunsetenv("ALCOVE_TEST_ENGINE");
  m_process.start();
  EXPECT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
}

TEST_F(EngineProcessTest, StartsAgainAfterAStopThatHasNotFinished) {
  m_process.start();
  ASSERT_TRUE(waitUntil([&] { return m_process.state() == State::Running; }));
  const qint64 pid = m_process.processId();
  m_process.stop();
  m_process.start();
  EXPECT_TRUE(waitUntil(
      [&] { return m_process.state() == State::Running && m_process.processId() != pid; }));
}

TEST(EngineProcessMissingTest, SaysThatTheProgramIsMissing) {
  EngineProcess none({});
  none.start();
  EXPECT_EQ(none.state(), State::Failed);
  EXPECT_EQ(none.lastError().code, core::ErrorCode::EngineMissing);
  EngineProcess wrong(QStringLiteral("/nonexistent/alcove-engine"));
  wrong.start();
  ASSERT_TRUE(waitUntil([&] { return wrong.lastError().isError(); }));
  EXPECT_EQ(wrong.lastError().code, core::ErrorCode::EngineMissing);
}

}  // namespace
}  // namespace alcove::client
