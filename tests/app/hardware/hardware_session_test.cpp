// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The session against the real engine.
#include "hardware/hardware_session.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "core/paths.h"
#include "support/wait.h"

namespace alcove::hardware {
namespace {

class HardwareSessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (core::findEngineExecutable().isEmpty()) GTEST_SKIP() << "no alcove-engine in this build";
    QObject::connect(&process, &client::EngineProcess::ready, &client,
                     [this] { client.setEndpoint(process.address(), process.token()); });
    process.start();
  }

  client::EngineProcess process{core::findEngineExecutable()};
  client::EngineClient client;
  HardwareSession session{process, client};
};

TEST_F(HardwareSessionTest, LooksWhileItIsWatched) {
  EXPECT_FALSE(session.hasEngine());
  session.setWatched(true);
  ASSERT_TRUE(test::waitUntil([&] { return !session.devices().devices.isEmpty(); }));
  EXPECT_EQ(session.devices().devices[0].kind, "cpu");
  EXPECT_GT(session.devices().devices[0].availableBytes, 0);
  EXPECT_FALSE(session.running());
  QSignalSpy changed(&session, &HardwareSession::changed);
  EXPECT_TRUE(test::waitUntil([&] { return changed.size() >= 2; })) << "every two seconds";
  session.setWatched(false);
  QTest::qWait(500);  // what was under way
  changed.clear();
  QTest::qWait(2500);
  EXPECT_EQ(changed.size(), 0);
}

TEST_F(HardwareSessionTest, SaysWhyAModelCannotBeDivided) {
  ASSERT_TRUE(test::waitUntil([&] { return session.hasEngine(); }));
  QSignalSpy failed(&session, &HardwareSession::planFailed);
  client::DivisionRequest request;
  request.path = QStringLiteral("/nowhere/model.gguf");
  session.plan(request);
  ASSERT_TRUE(test::waitUntil([&] { return failed.size() == 1; }));
  EXPECT_EQ(failed[0][0].value<core::Error>().code, core::ErrorCode::NotFound);
}

TEST_F(HardwareSessionTest, AnswersTheLastOfManyQuestions) {
  QString model;
  for (const QString& folder : core::starterModelFolders())
    if (const QDir place(folder); place.exists(QStringLiteral("SmolLM2-135M-Instruct.Q4_1.gguf")))
      model = place.filePath(QStringLiteral("SmolLM2-135M-Instruct.Q4_1.gguf"));
  if (model.isEmpty()) GTEST_SKIP() << "no starter model";
  ASSERT_TRUE(test::waitUntil([&] { return session.hasEngine(); }));
  int answers = 0;
  client::DivisionRequest answered;
  client::Division division;
  QObject::connect(&session, &HardwareSession::planned, &session,
                   [&](const client::DivisionRequest& request, const client::Division& found) {
                     ++answers;
                     answered = request;
                     division = found;
                   });
  client::DivisionRequest request;
  request.path = model;
  for (int tokens = 512; tokens <= 4096; tokens += 512) {
    request.contextTokens = tokens;
    session.plan(request);
  }
  ASSERT_TRUE(test::waitUntil([&] { return !session.isPlanning(); }));
  EXPECT_EQ(answers, 2) << "the first, and the last of those that came meanwhile";
  EXPECT_EQ(answered.contextTokens, 4096);
  EXPECT_EQ(division.contextTokens, 4096);
  EXPECT_EQ(division.layers.size(), 30);
}

}  // namespace
}  // namespace alcove::hardware
