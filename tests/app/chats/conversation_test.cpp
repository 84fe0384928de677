// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/conversation.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QSignalSpy>

#include "support/engine_rig.h"
#include "support/wait.h"

namespace alcove::chats {
namespace {

using core::Error;
using core::ErrorCode;
using test::waitUntil;

class ConversationTest : public ::testing::Test {
 protected:
  ConversationTest() {
    m_rig.load("/models/good.gguf");
    EXPECT_TRUE(waitUntil([&] { return m_rig.isReady(); }));
    m_chat = m_rig.store.create();
  }
  // The answer to `text`, once it has ended.
  Message ask(const QString& text) { return settled(m_rig.conversation.ask(m_chat, text)); }
  Message settled(MessageId message) {
    EXPECT_TRUE(waitUntil([&] { return !m_rig.conversation.isAnswering(m_chat); }));
    return m_rig.store.requireMessage(message);
  }
  bool waitForText(MessageId message) {
    return waitUntil([&] { return !m_rig.store.requireMessage(message).text.isEmpty(); });
  }

  test::EngineRig m_rig{QStringLiteral(ALCOVE_SCRIPTED_ENGINE)};
  ChatId m_chat = 0;
};

TEST_F(ConversationTest, WritesTheWholeAnswerWithItsFigures) {
  const Message answer = ask("words 300");
  EXPECT_EQ(answer.state, MessageState::Complete);
  EXPECT_EQ(answer.text.count("word"), 300);
  EXPECT_EQ(answer.stats["tokens_per_s"].toDouble(), 99.5);
  EXPECT_EQ(answer.stats["time_to_first_token_ms"].toDouble(), 12.5);
  EXPECT_EQ(answer.stats["completion_tokens"].toInt(), 300);
  EXPECT_EQ(answer.stats["stop_reason"].toString(), "end of answer");
  EXPECT_EQ(answer.stats["context"].toObject()["dropped_tokens"].toInt(), 3);
  EXPECT_EQ(answer.stats["model"].toString(), "Scripted");
  EXPECT_EQ(answer.stats["device"].toObject()["kind"].toString(), "cpu");
  EXPECT_EQ(m_rig.store.requireChat(m_chat).title, "words 300");
}

TEST_F(ConversationTest, AnAnswerThatTheEngineWasToldToEndIsStopped) {
  const Message answer = ask("cancelled");
  EXPECT_EQ(answer.state, MessageState::Stopped);
  EXPECT_EQ(answer.text, "word0 ");
  EXPECT_EQ(answer.stats["stop_reason"].toString(), "cancelled");
}

TEST_F(ConversationTest, KeepsCharactersWholeThatArriveInPieces) {
  EXPECT_TRUE(ask("split").text.startsWith(QStringLiteral("Grüße 🌍 ✓")));
}

TEST_F(ConversationTest, SendsTheShownBranchAndTheSettings) {
  m_rig.settings.setSystemPrompt("Be brief.");
  m_rig.settings.setTemperature(0.25);
  m_rig.settings.setMaxTokens(77);
  m_rig.settings.setContextPolicy("slide");
  ask("words 1");
  const Message answer = ask("echo");
  const QJsonObject sent =
      QJsonDocument::fromJson(answer.text.section('}', 0, -2).append('}').toUtf8()).object();
  ASSERT_FALSE(sent.isEmpty()) << answer.text.toStdString();
  const QJsonArray messages = sent["messages"].toArray();
  ASSERT_EQ(messages.size(), 4);
  EXPECT_EQ(messages[0].toObject()["role"].toString(), "system");
  EXPECT_EQ(messages[1].toObject()["content"].toString(), "words 1");
  EXPECT_EQ(messages[2].toObject()["role"].toString(), "assistant");
  EXPECT_EQ(messages[3].toObject()["content"].toString(), "echo");
  EXPECT_EQ(sent["temperature"].toDouble(), 0.25);
  EXPECT_EQ(sent["max_tokens"].toInt(), 77);
  EXPECT_EQ(sent["context_policy"].toString(), "slide");
}

TEST_F(ConversationTest, KeepsAThoughtBesideTheAnswer) {
  QList<Conversation::Phase> phases;
  QObject::connect(&m_rig.conversation, &Conversation::phaseChanged, &m_rig.conversation,
                   [&](qint64, Conversation::Phase phase) { phases << phase; });
  const Message answer = ask("think");
  EXPECT_EQ(answer.text, "word0 ");
  EXPECT_EQ(answer.stats["thought"].toString(), "Hm, so.");
  EXPECT_TRUE(phases.contains(Conversation::Phase::Thinking));
  EXPECT_FALSE(ask("words 1").stats.contains("thought"));
}

TEST_F(ConversationTest, WritesAThoughtDownWhileItGrows) {
  const MessageId answer = m_rig.conversation.ask(m_chat, "ponder");
  const auto stored = [&] { return m_rig.store.requireMessage(answer); };
  EXPECT_TRUE(waitUntil([&] { return stored().stats["thought"].toString() == "Hm, "; }));
  EXPECT_EQ(stored().state, MessageState::Streaming);
  m_rig.conversation.stop(m_chat);
  EXPECT_EQ(settled(answer).stats["thought"].toString(), "Hm, ");
}

TEST_F(ConversationTest, StopsWithWhatHasArrived) {
  const MessageId answer = m_rig.conversation.ask(m_chat, "hang");
  EXPECT_THROW(m_rig.conversation.ask(m_chat, "meanwhile"), Error);
  ASSERT_TRUE(waitForText(answer));
  EXPECT_EQ(m_rig.conversation.phase(m_chat), Conversation::Phase::Writing);
  m_rig.conversation.stop(m_chat);
  EXPECT_EQ(m_rig.store.requireMessage(answer).state, MessageState::Stopped);
  EXPECT_EQ(m_rig.store.requireMessage(answer).text, "waiting");
  EXPECT_EQ(ask("words 2").state, MessageState::Complete);
}

TEST_F(ConversationTest, MayBeStoppedByWhoSeesTheText) {
  QObject::connect(&m_rig.store, &ChatStore::messageGrew, &m_rig.conversation,
                   [this] { m_rig.conversation.stop(m_chat); });
  EXPECT_EQ(ask("words 500").state, MessageState::Stopped);
}

TEST_F(ConversationTest, RegeneratesAndEditsAsBranches) {
  const Message first = ask("words 2");
  const Message second = settled(m_rig.conversation.regenerate(first.id));
  EXPECT_EQ(second.siblingIndex, 1);
  EXPECT_EQ(second.siblingCount, 2);
  const Message edited = settled(m_rig.conversation.edit(first.parentId, "words 3"));
  EXPECT_EQ(edited.text.count("word"), 3);
  EXPECT_EQ(m_rig.store.requireMessage(edited.parentId).siblingCount, 2);
  EXPECT_EQ(m_rig.store.requireMessage(first.id).text, first.text);
  EXPECT_EQ(m_rig.store.allMessages(m_chat).size(), 5);
  EXPECT_THROW(m_rig.conversation.regenerate(first.parentId), Error);
  EXPECT_THROW(m_rig.conversation.edit(first.id, "x"), Error);
  EXPECT_THROW(m_rig.conversation.edit(first.parentId, " "), Error);
}

TEST_F(ConversationTest, TellsAnErrorInsideTheStream) {
  QSignalSpy failed(&m_rig.conversation, &Conversation::answerFailed);
  const Message answer = ask("error");
  EXPECT_EQ(answer.state, MessageState::Failed);
  EXPECT_EQ(answer.text, "before ");
  EXPECT_EQ(answer.stats["error"].toObject()["code"].toString(), "out_of_memory");
  EXPECT_EQ(failed.size(), 1);
}

TEST_F(ConversationTest, SurvivesTheEnginesCrashAndAnswersTheNextQuestion) {
  const Message answer = ask("crash");
  EXPECT_EQ(answer.state, MessageState::Interrupted);
  EXPECT_EQ(answer.text, "one two") << "what was shown stays";
  EXPECT_TRUE(answer.stats["error"].toObject()["sentence"].toString().contains("signal 11"));
  EXPECT_EQ(answer.stats["model"].toString(), "Scripted");
  const MessageId next = m_rig.conversation.ask(m_chat, "words 4");
  EXPECT_EQ(m_rig.conversation.phase(m_chat), Conversation::Phase::WaitingForModel);
  EXPECT_EQ(settled(next).text.count("word"), 4) << "the model was loaded again";
  const Message again = settled(m_rig.conversation.edit(answer.parentId, "words 5"));
  EXPECT_EQ(again.state, MessageState::Complete);
}

TEST_F(ConversationTest, EndsWhenOnlyTheConnectionDies) {
  const Message answer = ask("close");
  EXPECT_EQ(answer.state, MessageState::Interrupted);
  EXPECT_EQ(answer.text, "one two");
  EXPECT_EQ(ask("words 1").state, MessageState::Complete);
}

TEST_F(ConversationTest, AnswersSeveralChatsAtOnce) {
  const ChatId other = m_rig.store.create();
  const MessageId hanging = m_rig.conversation.ask(other, "hang");
  ASSERT_TRUE(waitForText(hanging));
  EXPECT_EQ(ask("words 3").state, MessageState::Complete);
  m_rig.conversation.stopAll();
  EXPECT_EQ(m_rig.store.requireMessage(hanging).state, MessageState::Stopped);
}

TEST_F(ConversationTest, SaysWhyWhenTheModelCannotBeLoaded) {
  m_rig.load("/models/bad.gguf");
  const MessageId answer = m_rig.conversation.ask(m_chat, "words 1");
  EXPECT_EQ(settled(answer).state, MessageState::Failed);
  EXPECT_TRUE(m_rig.session.error().sentence.contains("ends inside a tensor"));
  EXPECT_THROW(m_rig.conversation.ask(m_chat, "words 1"), Error);
}

TEST_F(ConversationTest, GivesUpOnAModelThatEndsTheEngine) {
  m_rig.load("/models/deadly.gguf");
  const MessageId answer = m_rig.conversation.ask(m_chat, "words 1");
  EXPECT_EQ(settled(answer).state, MessageState::Failed);
  EXPECT_EQ(m_rig.session.state(), client::ModelSession::State::Failed);
  m_rig.load("/models/good.gguf");
  ASSERT_TRUE(waitUntil([&] { return m_rig.isReady(); }));
  EXPECT_EQ(ask("words 1").state, MessageState::Complete);
}

TEST_F(ConversationTest, WantsAModelBeforeItTakesAQuestion) {
  m_rig.session.unload();
  EXPECT_THROW(m_rig.conversation.ask(m_chat, "words 1"), Error);
  EXPECT_TRUE(m_rig.store.activePath(m_chat).isEmpty());
}

TEST(TitleFromTextTest, TakesTheFirstWords) {
  EXPECT_EQ(titleFromText("What is a token?\nMore"), "What is a token?");
  EXPECT_EQ(titleFromText("\n\n## **Bold** plan"), "Bold** plan");
  EXPECT_LE(titleFromText(QString("word ").repeated(50)).size(), 61);
  EXPECT_TRUE(titleFromText(QString("word ").repeated(50)).endsWith(u'…'));
  EXPECT_EQ(titleFromText(QString("漢").repeated(80)).size(), 61);
  EXPECT_EQ(titleFromText(" \n# \n"), "");
}

}  // namespace
}  // namespace alcove::chats
