// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_store.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <map>
#include <random>

#include "core/error.h"
#include "storage/database.h"

namespace alcove::chats {
namespace {

using core::Error;

class ChatStoreTest : public ::testing::Test {
 protected:
  ChatStoreTest() { reopen(); }

  void reopen() {
    m_store.reset();
    m_database.reset();
    m_database = std::make_unique<storage::Database>(m_folder.filePath("alcove.sqlite"));
    m_store = std::make_unique<ChatStore>(*m_database, m_folder.filePath("writers"));
  }
  QStringList texts(ChatId chat) const {
    QStringList list;
    for (const Message& message : m_store->activePath(chat)) list << message.text;
    return list;
  }
  MessageId answer(ChatId chat, MessageId question, const QString& text) {
    const MessageId message =
        m_store->append(chat, question, Role::Assistant, {}, MessageState::Streaming);
    m_store->appendText(message, text);
    m_store->finish(message, MessageState::Complete);
    return message;
  }

  QTemporaryDir m_folder;
  std::unique_ptr<storage::Database> m_database;
  std::unique_ptr<ChatStore> m_store;
};

TEST_F(ChatStoreTest, KeepsATreeAndRemembersWhichBranchIsShown) {
  const ChatId chat = m_store->create();
  const MessageId question = m_store->append(chat, 0, Role::User, "first");
  const MessageId one = answer(chat, question, "answer 1");
  m_store->append(chat, one, Role::User, "more");
  const MessageId two = answer(chat, question, "answer 2");
  EXPECT_EQ(texts(chat), QStringList({"first", "answer 2"}));

  m_store->stepBranch(two, -1);
  EXPECT_EQ(texts(chat), QStringList({"first", "answer 1", "more"})) << "down to where one was";
  m_store->stepBranch(one, -1);
  EXPECT_EQ(m_store->requireMessage(one).siblingIndex, 0) << "no branch before the first";
  reopen();
  EXPECT_EQ(texts(chat), QStringList({"first", "answer 1", "more"}));
  m_store->selectBranch(two);
  const Message shown = m_store->activePath(chat).last();
  EXPECT_EQ(shown.id, two);
  EXPECT_EQ(shown.siblingIndex, 1);
  EXPECT_EQ(shown.siblingCount, 2);
  EXPECT_EQ(m_store->allMessages(chat).size(), 4) << "nothing was destroyed";
}

TEST_F(ChatStoreTest, BranchesTheFirstQuestionToo) {
  const ChatId chat = m_store->create();
  const MessageId first = m_store->append(chat, 0, Role::User, "a");
  const MessageId second = m_store->append(chat, 0, Role::User, "b");
  EXPECT_EQ(texts(chat), QStringList({"b"}));
  m_store->stepBranch(second, -1);
  EXPECT_EQ(texts(chat), QStringList({"a"}));
  EXPECT_EQ(m_store->requireMessage(first).siblingCount, 2);
}

TEST_F(ChatStoreTest, ShowsAStreamedAnswerAsItGrowsAndAnnouncesItAfterWriting) {
  const ChatId chat = m_store->create();
  const MessageId question = m_store->append(chat, 0, Role::User, "q");
  const MessageId message =
      m_store->append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  QString seen;
  QObject::connect(m_store.get(), &ChatStore::messageGrew, m_store.get(),
                   [&](ChatId, MessageId grown, const QString& addition) {
                     seen += addition;
                     EXPECT_EQ(m_store->requireMessage(grown).text, seen) << "shown before written";
                   });
  for (int i = 0; i < 50; ++i) m_store->appendText(message, QString("t%1 🌍 ").arg(i));
  EXPECT_TRUE(seen.endsWith("t49 🌍 "));
  m_store->finish(message, MessageState::Stopped, {{"tokens_per_s", 12.5}});
  const Message done = m_store->requireMessage(message);
  EXPECT_EQ(done.text, seen);
  EXPECT_EQ(done.state, MessageState::Stopped);
  EXPECT_EQ(done.stats["tokens_per_s"].toDouble(), 12.5);
  EXPECT_THROW(m_store->appendText(message, "late"), Error);
  EXPECT_THROW(m_store->finish(message, MessageState::Complete), Error);
}

TEST_F(ChatStoreTest, MarksWhatADeadWriterLeftAndLeavesALivingOneAlone) {
  const ChatId chat = m_store->create();
  const MessageId question = m_store->append(chat, 0, Role::User, "q");
  const MessageId message =
      m_store->append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  m_store->appendText(message, "half an ans");
  {
    storage::Database second(m_folder.filePath("alcove.sqlite"));
    const ChatStore other(second, m_folder.filePath("writers"));
    EXPECT_EQ(other.requireMessage(message).state, MessageState::Streaming);
  }
  m_store->appendText(message, "wer");
  reopen();
  EXPECT_EQ(m_store->requireMessage(message).state, MessageState::Interrupted);
  EXPECT_EQ(m_store->requireMessage(message).text, "half an answer");
  EXPECT_EQ(m_store->search("answer").size(), 1) << "what was interrupted can be found";
}

TEST_F(ChatStoreTest, HidesARemovedChatAndBringsItBackWhole) {
  const ChatId chat = m_store->create("Lease");
  m_store->append(chat, 0, Role::User, "When does it end?");
  const ChatId other = m_store->create();
  m_store->remove(chat);
  EXPECT_EQ(m_store->list().size(), 1);
  EXPECT_TRUE(m_store->search("lease").isEmpty());
  EXPECT_THROW(m_store->activePath(chat), Error);
  EXPECT_THROW(m_store->append(chat, 0, Role::User, "x"), Error);
  m_store->restore(chat);
  EXPECT_EQ(texts(chat), QStringList({"When does it end?"}));
  EXPECT_EQ(m_store->list().first().id, other) << "order is as before";
  m_store->remove(chat);
  m_store->purgeRemoved();
  EXPECT_THROW(m_store->restore(chat), Error);
}

TEST_F(ChatStoreTest, PurgesAChatThatIsDeeperThanSQLiteNestsTriggers) {
  const ChatId chat = m_store->create();
  MessageId parent = 0;
  for (int i = 0; i < 1500; ++i) parent = m_store->append(chat, parent, Role::User, "deep");
  EXPECT_EQ(m_store->activePath(chat).size(), 1500);
  m_store->remove(chat);
  m_store->purgeRemoved();
  EXPECT_TRUE(m_store->list().isEmpty());
  EXPECT_TRUE(m_store->search("deep").isEmpty());
}

TEST_F(ChatStoreTest, OrdersByLastChangeAndNamesChats) {
  const ChatId first = m_store->create();
  const ChatId second = m_store->create();
  EXPECT_EQ(m_store->list().first().id, second);
  m_store->append(first, 0, Role::User, "q");
  EXPECT_EQ(m_store->list().first().id, first);
  m_store->setAutomaticTitle(second, "Derived");
  EXPECT_EQ(m_store->requireChat(second).title, "Derived");
  m_store->rename(second, "  My name ");
  m_store->setAutomaticTitle(second, "Derived again");
  EXPECT_EQ(m_store->requireChat(second).title, "My name");
  EXPECT_EQ(m_store->list().first().id, first) << "a name does not move a chat";
  EXPECT_THROW(m_store->rename(second, " \n"), Error);
  EXPECT_THROW(m_store->rename(9999, "x"), Error);
}

TEST_F(ChatStoreTest, StoresAnyTextAsItIsShown) {
  const ChatId chat = m_store->create();
  const MessageId question = m_store->append(chat, 0, Role::User, "q");
  const MessageId message =
      m_store->append(chat, question, Role::Assistant, {}, MessageState::Streaming);
  QString hostile = "'; DROP TABLE chats; --\r\n\t\"%1\" ";
  hostile += QChar(0);
  hostile += QChar(0xD800);
  hostile += "end 🌍";
  QSignalSpy grew(m_store.get(), &ChatStore::messageGrew);
  m_store->appendText(message, hostile);
  m_store->finish(message, MessageState::Complete);
  EXPECT_EQ(m_store->requireMessage(message).text, grew.first().at(2).toString());
  EXPECT_TRUE(m_store->requireMessage(message).text.endsWith("end 🌍"));
}

// The same operations on the store and on a plain model of it, with reopening in between.
class Model {
 public:
  struct Node {
    MessageId parent;
    QString text;
    MessageId selectedChild = 0;
  };
  std::map<MessageId, Node> nodes;
  MessageId leaf = 0;

  void add(MessageId id, MessageId parent, const QString& text) {
    nodes[id] = {parent, text};
    select(id);
  }
  void select(MessageId id) {
    leaf = id;
    for (MessageId at = id; nodes[at].parent != 0; at = nodes[at].parent) {
      nodes[nodes[at].parent].selectedChild = at;
    }
  }
  void selectBranch(MessageId id) {
    while (nodes[id].selectedChild != 0) id = nodes[id].selectedChild;
    select(id);
  }
  QStringList path() const {
    QStringList texts;
    for (MessageId at = leaf; at != 0; at = nodes.at(at).parent) texts.prepend(nodes.at(at).text);
    return texts;
  }
};

TEST_F(ChatStoreTest, AgreesWithAModelUnderRandomOperations) {
  std::mt19937 random(20);
  std::map<ChatId, Model> models;
  const auto pick = [&random](const auto& map) {
    return std::next(map.begin(),
                     std::uniform_int_distribution<long>(0, long(map.size()) - 1)(random));
  };
  for (int i = 0; i < 4; ++i) models[m_store->create()] = {};
  for (int step = 0; step < 800; ++step) {
    const ChatId chat = pick(models)->first;
    Model& model = models[chat];
    const int what = std::uniform_int_distribution(0, 99)(random);
    const MessageId at = model.nodes.empty() ? 0 : pick(model.nodes)->first;
    if (what < 40) {
      const MessageId parent = what < 5 ? 0 : at;
      const QString text = QString("m%1").arg(step);
      model.add(m_store->append(chat, parent, Role::User, text), parent, text);
    } else if (what < 70 && at != 0) {
      const MessageId id = m_store->append(chat, at, Role::Assistant, {}, MessageState::Streaming);
      QString text;
      for (int piece = 0; piece < 5; ++piece) {
        m_store->appendText(id, QString("p%1 ").arg(piece));
        text += QString("p%1 ").arg(piece);
      }
      m_store->finish(id, MessageState::Complete);
      model.add(id, at, text);
    } else if (what < 90 && at != 0) {
      m_store->selectBranch(at);
      model.selectBranch(at);
    } else if (what < 95) {
      m_store->remove(chat);
      m_store->restore(chat);
    } else {
      reopen();
    }
    ASSERT_EQ(texts(chat), model.path()) << "after step " << step;
    ASSERT_EQ(m_store->allMessages(chat).size(), qsizetype(model.nodes.size()));
  }
}

}  // namespace
}  // namespace alcove::chats
