// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// A person's first hour, driven through the real window with the real engine and the starter model.
#include <gtest/gtest.h>
#include <signal.h>

#include <QTemporaryDir>
#include <QTest>

#include "chats/conversation.h"
#include "client/engine_process.h"
#include "client/model_session.h"
#include "e2e/shown_text.h"
#include "e2e/window_session.h"
#include "settings/settings.h"
#include "ui/chat/sample_chats.h"

namespace alcove::e2e {
namespace {

using chats::Message;
using chats::MessageState;

const QString kStory =
    QStringLiteral("Tell me a long story about a lighthouse keeper and the sea.");

class WindowWithModel : public ::testing::Test {
 protected:
  void SetUp() override {
    if (starterModel().isEmpty()) {
      GTEST_SKIP() << "the starter model is missing: run scripts/fetch_models";
    }
    prepareDataFolder(folder.path());
    start();
  }

  void start() {
    session = std::make_unique<WindowSession>(folder.path());
    ASSERT_TRUE(session->waitForModel());
  }

  [[nodiscard]] Message last() const { return session->path().last(); }
  // Waits until the last answer shows at least `letters` letters on the screen.
  bool waitForText(qsizetype letters) {
    return WindowSession::waitFor([&] {
      return !session->path().isEmpty() && session->shown(last().id).size() >= letters &&
             last().role == chats::Role::Assistant;
    });
  }
  void limitAnswers(int tokens) { session->application().settings().setMaxTokens(tokens); }

  QTemporaryDir folder;
  std::unique_ptr<WindowSession> session;
};

TEST_F(WindowWithModel, AsksSeesItStreamAndReadsHowItWent) {
  limitAnswers(60);
  session->ask(kStory);
  EXPECT_EQ(session->composerText(), QString());
  ASSERT_TRUE(waitForText(1));
  QSet<qsizetype> lengths;
  ASSERT_TRUE(WindowSession::waitFor([&] {
    lengths.insert(session->shown(last().id).size());
    return last().state != MessageState::Streaming;
  }));
  EXPECT_GE(lengths.size(), 3) << "the answer came in one piece";
  QTest::qWait(200);
  const Message answer = last();
  EXPECT_EQ(answer.state, MessageState::Complete);
  EXPECT_EQ(session->shown(answer.id), lettersOf(answer.text, true));
  EXPECT_GT(answer.stats[u"tokens_per_s"].toDouble(), 0);
  EXPECT_GT(answer.stats[u"context"].toObject()[u"limit_tokens"].toInt(), 0);

  session->ask(u"What is the capital of France?"_qs);
  ASSERT_TRUE(WindowSession::waitFor([&] { return session->path().size() == 4; }));
  ASSERT_TRUE(session->waitForAnswer());
  EXPECT_TRUE(last().text.contains(u"Paris"_qs)) << last().text.toStdString();
  session->keepPicture(u"answered"_qs);
}

TEST_F(WindowWithModel, EscapeStopsAndKeepsWhatCame) {
  session->ask(kStory);
  ASSERT_TRUE(waitForText(20));
  session->press(Qt::Key_Escape);
  ASSERT_TRUE(session->waitForAnswer());
  const Message answer = last();
  EXPECT_EQ(answer.state, MessageState::Stopped);
  EXPECT_GE(lettersOf(answer.text, true).size(), 20);
  QTest::qWait(300);
  EXPECT_EQ(last().text, answer.text) << "text came after the stop";
}

TEST_F(WindowWithModel, RegenerateAndEditMakeBranchesThatStay) {
  limitAnswers(24);
  session->ask(u"Name a colour."_qs);
  ASSERT_TRUE(waitForText(1));
  ASSERT_TRUE(session->waitForAnswer());
  const Message first = last();
  QTest::qWait(100);
  ASSERT_TRUE(session->click(u"Answer again"_qs));
  ASSERT_TRUE(WindowSession::waitFor([&] { return last().id != first.id; }));
  ASSERT_TRUE(session->waitForAnswer());
  EXPECT_EQ(last().siblingCount, 2);
  EXPECT_EQ(last().siblingIndex, 1);
  QTest::qWait(100);
  ASSERT_TRUE(session->click(u"Previous version"_qs));
  EXPECT_EQ(last().id, first.id);
  EXPECT_EQ(last().text, first.text);

  const Message question = session->path().first();
  ASSERT_TRUE(session->click(u"Message"_qs));
  session->press(Qt::Key_Up);
  EXPECT_EQ(session->composerText(), question.text);
  session->press(Qt::Key_A, Qt::ControlModifier);
  session->ask(u"Name an animal."_qs);
  ASSERT_TRUE(WindowSession::waitFor([&] { return session->path().first().id != question.id; }));
  ASSERT_TRUE(session->waitForAnswer());
  EXPECT_EQ(session->path().first().text, u"Name an animal."_qs);
  EXPECT_EQ(session->path().first().siblingCount, 2);
  EXPECT_EQ(session->application().chats().requireMessage(first.id).text, first.text);
}

TEST_F(WindowWithModel, SearchFindsAnOldMessageAndOpensIt) {
  limitAnswers(16);
  session->ask(u"Remember the word periwinkle."_qs);
  ASSERT_TRUE(waitForText(1));
  ASSERT_TRUE(session->waitForAnswer());
  const qint64 wanted = session->window().navigation().chat();
  session->press(Qt::Key_N, Qt::ControlModifier);
  EXPECT_EQ(session->window().navigation().chat(), 0);
  session->press(Qt::Key_F, Qt::ControlModifier);
  session->type(u"periwin"_qs);
  ASSERT_TRUE(WindowSession::waitFor(
      [&] { return session->window().shell().chats()->rowOf(wanted) >= 0; }, 5));
  ASSERT_TRUE(session->click(session->application().chats().requireChat(wanted).title));
  EXPECT_EQ(session->window().navigation().chat(), wanted);
}

TEST_F(WindowWithModel, ChatsWithEveryKindOfBlockAreShownWhole) {
  chats::ChatStore& store = session->application().chats();
  ui::addBranchedChat(store);
  for (const QString& title : {u"Lease terms in plain words"_qs, u"A letter to the landlord"_qs,
                               u"Why the sky is blue"_qs, u"Names for a sailing boat"_qs}) {
    store.append(store.create(title), 0, chats::Role::User, title);
  }
  const chats::ChatId chat = ui::addLongChat(store);
  session->window().navigation().openChat(chat);
  for (const Message& message : session->path()) {
    const QString whole = lettersOf(message.text, message.role == chats::Role::Assistant);
    EXPECT_TRUE(WindowSession::waitFor([&] { return session->shown(message.id) == whole; }, 5))
        << message.text.toStdString();
  }
  session->keepPicture(u"chat"_qs);
}

TEST_F(WindowWithModel, EverythingIsThereAfterClosingAndOpening) {
  limitAnswers(24);
  session->ask(u"What is two plus two?"_qs);
  ASSERT_TRUE(waitForText(1));
  ASSERT_TRUE(session->waitForAnswer());
  session->type(u"half a thought"_qs);
  const qint64 chat = session->window().navigation().chat();
  const QList<Message> before = session->path();
  session.reset();
  start();
  session->window().navigation().openChat(chat);
  const QList<Message> after = session->path();
  ASSERT_EQ(after.size(), before.size());
  for (qsizetype i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].text, before[i].text);
    EXPECT_EQ(after[i].state, before[i].state);
    EXPECT_EQ(after[i].stats, before[i].stats);
  }
  EXPECT_TRUE(WindowSession::waitFor(
      [&] { return session->shown(before.last().id) == lettersOf(before.last().text, true); }, 5));
  EXPECT_EQ(session->composerText(), u"half a thought"_qs);
}

TEST_F(WindowWithModel, AKilledEngineIsSaidAndTheNextQuestionIsAnswered) {
  session->ask(kStory);
  ASSERT_TRUE(waitForText(20));
  const QString seen = session->shown(last().id);
  const qint64 broken = last().id;
  const qint64 engine = session->application().engineProcess().processId();
  ASSERT_GT(engine, 0);
  ::kill(static_cast<pid_t>(engine), SIGKILL);
  ASSERT_TRUE(WindowSession::waitFor([&] { return last().state != MessageState::Streaming; }, 20));
  EXPECT_EQ(last().state, MessageState::Interrupted);
  QTest::qWait(200);
  EXPECT_TRUE(session->window().quickWindow().isVisible());
  EXPECT_TRUE(session->shown(broken).startsWith(seen)) << "shown text was lost";
  const QString sentence = last().stats[u"error"].toObject()[u"sentence"].toString();
  EXPECT_TRUE(sentence.contains(u"signal 9"_qs)) << sentence.toStdString();
  EXPECT_NE(session->find(sentence), nullptr) << "the page does not say what happened";
  EXPECT_NE(session->find(u"Ask again"_qs), nullptr);

  ASSERT_TRUE(session->waitForModel()) << "the engine did not come back";
  EXPECT_NE(session->application().engineProcess().processId(), engine);
  EXPECT_TRUE(WindowSession::waitFor(
      [&] { return session->find(u"It is running again."_qs) != nullptr; }, 5));
  session->keepPicture(u"engine-killed"_qs);
  limitAnswers(24);
  session->ask(u"What is the capital of France?"_qs);
  ASSERT_TRUE(
      WindowSession::waitFor([&] { return last().id != broken && session->path().size() == 4; }));
  ASSERT_TRUE(session->waitForAnswer());
  EXPECT_EQ(last().state, MessageState::Complete);
  EXPECT_FALSE(last().text.isEmpty());
}

}  // namespace
}  // namespace alcove::e2e
