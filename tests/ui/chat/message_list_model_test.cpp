// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/message_list_model.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "chat/block_list_model.h"
#include "chat/chat_find.h"
#include "chat/draft_store.h"
#include "chats/chat_store.h"
#include "storage/database.h"

namespace alcove::ui {
namespace {

using chats::MessageState;
using chats::Role;

class MessageList : public ::testing::Test {
 protected:
  MessageList()
      : database(folder.filePath(u"alcove.sqlite"_qs)),
        store(database, folder.filePath(u"writers"_qs)),
        messages(store) {
    chat = store.create();
    question = store.append(chat, 0, Role::User, u"What is *this*?"_qs);
  }

  QVariant at(int row, int role) const { return messages.data(messages.index(row), role); }

  QTemporaryDir folder;
  storage::Database database;
  chats::ChatStore store;
  MessageListModel messages;
  chats::ChatId chat = 0;
  chats::MessageId question = 0;
};

TEST_F(MessageList, ShowsTheActivePathWithItsRoles) {
  const auto answer = store.append(chat, question, Role::Assistant, u"It is **bold**."_qs);
  messages.setChat(chat);
  ASSERT_EQ(messages.rowCount(), 2);
  EXPECT_FALSE(at(0, MessageListModel::IsAnswerRole).toBool());
  EXPECT_EQ(at(1, MessageListModel::MessageIdRole).toLongLong(), answer);
  EXPECT_EQ(messages.blocksAt(0)->blocks()[0].html, u"What is *this*?"_qs);
  EXPECT_EQ(messages.blocksAt(1)->blocks()[0].html, u"It is <b>bold</b>."_qs);
  EXPECT_EQ(at(1, MessageListModel::BranchCountRole).toInt(), 1);
}

TEST_F(MessageList, TellsAThoughtOnceTheAnswerHasEnded) {
  const auto answer = store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  messages.setChat(chat);
  EXPECT_EQ(at(1, MessageListModel::ThoughtRole).toString(), QString());
  QSignalSpy changed(&messages, &QAbstractItemModel::dataChanged);
  store.finish(answer, MessageState::Complete, {{u"thought"_qs, u"Hm, so."_qs}});
  EXPECT_EQ(at(1, MessageListModel::ThoughtRole).toString(), u"Hm, so."_qs);
  EXPECT_GE(changed.size(), 1);
}

TEST_F(MessageList, StreamedTextChangesOnlyTheLastBlocks) {
  const auto answer = store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  messages.setChat(chat);
  BlockListModel* blocks = messages.blocksAt(1);
  store.appendText(answer, u"First paragraph.\n\nSec"_qs);
  ASSERT_TRUE(QTest::qWaitFor([&] { return blocks->rowCount() == 2; }));
  QSignalSpy changed(blocks, &QAbstractItemModel::dataChanged);
  QSignalSpy reset(&messages, &QAbstractItemModel::rowsRemoved);
  for (const QString& piece : {u"ond"_qs, u" one"_qs, u" grows"_qs}) {
    store.appendText(answer, piece);
    QTest::qWait(2 * MessageListModel::kStreamIntervalMs);
  }
  ASSERT_GE(changed.size(), 1);
  for (const QList<QVariant>& change : changed) {
    EXPECT_EQ(change[0].toModelIndex().row(), 1) << "the finished paragraph was touched";
  }
  EXPECT_TRUE(reset.isEmpty());
  EXPECT_EQ(blocks->blocks()[1].plain, u"Second one grows"_qs);
}

TEST_F(MessageList, UpdatesComeAtMostAboutThirtyTimesASecond) {
  const auto answer = store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  messages.setChat(chat);
  BlockListModel* blocks = messages.blocksAt(1);
  store.appendText(answer, u"x"_qs);
  ASSERT_TRUE(QTest::qWaitFor([&] { return blocks->rowCount() == 1; }));
  QSignalSpy changed(blocks, &QAbstractItemModel::dataChanged);
  for (int i = 0; i < 200; ++i) {
    store.appendText(answer, u"x"_qs);
  }
  QTest::qWait(3 * MessageListModel::kStreamIntervalMs);
  EXPECT_EQ(changed.size(), 1) << "200 pieces at once are one update";
  EXPECT_EQ(blocks->blocks()[0].plain.size(), 201);
}

TEST_F(MessageList, AnotherBranchReplacesOnlyWhatDiffers) {
  const auto first = store.append(chat, question, Role::Assistant, u"one"_qs);
  messages.setChat(chat);
  BlockListModel* questionBlocks = messages.blocksAt(0);
  const auto second = store.append(chat, question, Role::Assistant, u"two"_qs);
  ASSERT_EQ(messages.rowCount(), 2);
  EXPECT_EQ(at(1, MessageListModel::MessageIdRole).toLongLong(), second);
  EXPECT_EQ(at(1, MessageListModel::BranchIndexRole).toInt(), 2);
  EXPECT_EQ(at(1, MessageListModel::BranchCountRole).toInt(), 2);
  store.stepBranch(second, -1);
  EXPECT_EQ(at(1, MessageListModel::MessageIdRole).toLongLong(), first);
  EXPECT_EQ(messages.blocksAt(0), questionBlocks) << "the question was rebuilt";
}

TEST_F(MessageList, BrokenAnswersSayWhatHappenedAndHowItIsNow) {
  const auto answer =
      store.append(chat, question, Role::Assistant, u"half an"_qs, MessageState::Streaming);
  messages.setChat(chat);
  messages.setEngineNow(u"It is starting again."_qs);
  const QJsonObject error = {{u"code"_qs, u"engine_gone"_qs},
                             {u"sentence"_qs, u"The engine stopped unexpectedly (signal 9)."_qs},
                             {u"details"_qs, u"last words"_qs}};
  store.finish(answer, MessageState::Interrupted, {{u"error"_qs, error}});
  EXPECT_EQ(at(1, MessageListModel::StateRole).toString(), u"interrupted"_qs);
  EXPECT_EQ(at(1, MessageListModel::ErrorTitleRole).toString(),
            u"The engine stopped unexpectedly (signal 9)."_qs);
  EXPECT_EQ(at(1, MessageListModel::ErrorTextRole).toString(), u"It is starting again."_qs);
  messages.setEngineNow(u"It is running again."_qs);
  EXPECT_EQ(at(1, MessageListModel::ErrorTextRole).toString(), u"It is running again."_qs);
  EXPECT_EQ(at(1, MessageListModel::ErrorDetailsRole).toString(), u"last words"_qs);
  EXPECT_EQ(messages.blocksAt(1)->blocks()[0].plain, u"half an"_qs);
}

TEST_F(MessageList, SentencesAreAnnouncedOnceAndNotForOldText) {
  store.append(chat, question, Role::Assistant, u"Old answer."_qs);
  messages.setChat(chat);
  QSignalSpy spoken(&messages, &MessageListModel::sentenceFinished);
  const auto answer = store.append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  store.appendText(answer, u"First. Second is"_qs);
  QTest::qWait(2 * MessageListModel::kStreamIntervalMs);
  ASSERT_EQ(spoken.size(), 1);
  EXPECT_EQ(spoken[0][0].toString(), u"First."_qs);
  store.appendText(answer, u" long"_qs);
  store.finish(answer, MessageState::Complete);
  QTest::qWait(2 * MessageListModel::kStreamIntervalMs);
  ASSERT_EQ(spoken.size(), 2);
  EXPECT_EQ(spoken[1][0].toString(), u"Second is long"_qs);
}

TEST_F(MessageList, FindStepsThroughEveryPlaceRoundTheEnds) {
  store.append(chat, question, Role::Assistant,
               u"This and that.\n\n```py\nthis = 1\n```\n\n| This |\n|---|\n| x |"_qs);
  messages.setChat(chat);
  ChatFind find(messages);
  find.setActive(true);
  find.setQuery(u"this"_qs);
  EXPECT_EQ(find.count(), 4);
  EXPECT_EQ(find.current(), 4) << "begins at the end, where the reader is";
  find.step(1);
  EXPECT_EQ(find.current(), 1);
  EXPECT_EQ(find.currentRow(), 0);
  find.step(1);
  EXPECT_EQ(find.currentRow(), 1);
  EXPECT_EQ(find.currentBlock(), 0);
  find.step(-1);
  find.step(-1);
  EXPECT_EQ(find.currentBlock(), 2) << "the table";
  find.setQuery(u"nothing of the kind"_qs);
  EXPECT_EQ(find.current(), 0);
  find.step(1);
  find.setActive(false);
  EXPECT_EQ(find.count(), 0);
}

TEST_F(MessageList, FindKeepsItsPlaceWhileTheChatGrows) {
  messages.setChat(chat);
  ChatFind find(messages);
  find.setActive(true);
  find.setQuery(u"this"_qs);
  ASSERT_EQ(find.currentRow(), 0);
  store.append(chat, question, Role::Assistant, u"this this"_qs);
  EXPECT_EQ(find.count(), 3);
  EXPECT_EQ(find.currentRow(), 0);
}

TEST_F(MessageList, DraftsSurviveARestartAndADamagedFile) {
  const QString file = folder.filePath(u"drafts.json"_qs);
  {
    DraftStore drafts(file);
    drafts.setDraft(0, u"new"_qs);
    drafts.setDraft(chat, u"half a \"question\"\nwith lines"_qs);
    drafts.setDraft(99, u"gone"_qs);
    drafts.setDraft(99, {});
  }
  {
    const DraftStore drafts(file);
    EXPECT_EQ(drafts.draft(0), u"new"_qs);
    EXPECT_EQ(drafts.draft(chat), u"half a \"question\"\nwith lines"_qs);
    EXPECT_EQ(drafts.draft(99), QString());
  }
  QFile damaged(file);
  ASSERT_TRUE(damaged.open(QIODevice::WriteOnly));
  damaged.write("{\"0\": \"tru");
  damaged.close();
  EXPECT_EQ(DraftStore(file).draft(0), QString());
}

}  // namespace
}  // namespace alcove::ui
