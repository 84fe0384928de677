// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chats/chat_search.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <random>

#include "chats/chat_store.h"
#include "storage/database.h"

namespace alcove::chats {
namespace {

class ChatSearchTest : public ::testing::Test {
 protected:
  ChatSearchTest()
      : m_database(m_folder.filePath("alcove.sqlite")),
        m_store(m_database, m_folder.filePath("w")) {
    const ChatId lease = m_store.create("Lease terms");
    m_store.append(lease, 0, Role::User, "When does the lease of the café in Zürich end?");
    const ChatId haiku = m_store.create("Haiku");
    m_store.append(haiku, 0, Role::User, "Write a haiku about AND, OR and NOT near rivers");
  }
  int hits(const QString& query) const { return static_cast<int>(m_store.search(query).size()); }

  QTemporaryDir m_folder;
  storage::Database m_database;
  ChatStore m_store;
};

TEST_F(ChatSearchTest, FindsPrefixesInTitlesAndMessages) {
  EXPECT_EQ(hits("lea"), 2);  // a title and a message
  EXPECT_EQ(hits("LEASE zuri"), 1) << "all words in one message; accents and case do not matter";
  EXPECT_EQ(hits("cafe"), 1);
  EXPECT_EQ(hits("lease haiku"), 0);
  EXPECT_EQ(hits("missing"), 0);
}

TEST_F(ChatSearchTest, MarksWhatItFound) {
  const SearchHit hit = m_store.search("zur").first();
  ASSERT_EQ(hit.highlights.size(), 1);
  const Highlight mark = hit.highlights.first();
  EXPECT_EQ(hit.snippet.mid(mark.start, mark.length), "Zürich");
  EXPECT_NE(hit.messageId, 0);
  EXPECT_EQ(hit.chatTitle, "Lease terms");
  EXPECT_EQ(m_store.search("haiku").first().messageId, 0) << "the title comes first";
}

TEST_F(ChatSearchTest, TakesOperatorsAsWords) {
  EXPECT_EQ(hits("AND OR NOT"), 1);
  EXPECT_EQ(hits("NEAR"), 1);
  EXPECT_EQ(hits("text:lease"), 0) << "no column filter";
  EXPECT_EQ(hits("\"lease"), 2);
  EXPECT_EQ(hits("lease*"), 2);
  EXPECT_EQ(hits("'; DROP TABLE chats; --"), 0);
  EXPECT_EQ(hits(""), 0);
  EXPECT_EQ(hits("* \" ( ) ^ - + : {}"), 0);
}

TEST_F(ChatSearchTest, NeverFailsOnAnyText) {
  const QString alphabet = QStringLiteral("ab\"'*()^-+:{}[]\\;%_,. \n\tANDORé漢🌍\u0301\u200d");
  std::mt19937 random(3);
  std::uniform_int_distribution<qsizetype> index(0, alphabet.size() - 1);
  for (int round = 0; round < 3000; ++round) {
    QString query;
    for (int i = 0; i < round % 40; ++i) query += alphabet[index(random)];
    if (round % 7 == 0) query += QChar(0);
    EXPECT_NO_THROW((void)m_store.search(query)) << query.toStdString();
  }
  EXPECT_NO_THROW((void)m_store.search(QString("word ").repeated(5000)));
}

}  // namespace
}  // namespace alcove::chats
