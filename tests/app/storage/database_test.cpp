// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "storage/database.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <array>

namespace alcove::storage {
namespace {

using core::Error;
using core::ErrorCode;

constexpr std::array kFirst = {"CREATE TABLE notes (text TEXT NOT NULL)"};
constexpr std::array kSecond = {"ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 3"};
constexpr std::array kThird = {"CREATE TABLE other (x)"};
constexpr std::array kBroken = {"CREATE TABLE half (x)", "CREATE TABLE notes (x)"};
constexpr std::array kToOne = {Migration{1, "notes", kFirst}};
constexpr std::array kToThree = {Migration{1, "notes", kFirst}, Migration{2, "stars", kSecond},
                                 Migration{3, "other", kThird}};
constexpr std::array kToBroken = {Migration{1, "notes", kFirst}, Migration{2, "broken", kBroken}};

class DatabaseTest : public ::testing::Test {
 protected:
  QString file(const char* name = "alcove.sqlite") const {
    return m_folder.filePath(QString::fromLatin1(name));
  }
  QStringList filesIn(const QString& folder) const {
    return QDir(folder).entryList(QDir::Files, QDir::Name);
  }
  static QString firstNote(const Database& database) {
    QSqlQuery query = database.run("SELECT text FROM notes");
    return query.next() ? query.value(0).toString() : QString();
  }
  void writeVersionOne() const {
    Database database(file(), kToOne);
    database.run("INSERT INTO notes VALUES (?)", {"kept"});
  }

  QTemporaryDir m_folder;
};

TEST_F(DatabaseTest, IsInWalModeWithForeignKeys) {
  const Database database(file());
  QSqlQuery mode = database.run("PRAGMA journal_mode");
  ASSERT_TRUE(mode.next());
  EXPECT_EQ(mode.value(0).toString(), "wal");
  QSqlQuery keys = database.run("PRAGMA foreign_keys");
  ASSERT_TRUE(keys.next());
  EXPECT_EQ(keys.value(0).toInt(), 1);
  EXPECT_EQ(database.version(), migrations().back().version);
  EXPECT_TRUE(database.backups().isEmpty()) << "an empty database needs no backup";
}

TEST_F(DatabaseTest, MigratesAndKeepsABackupBeforeEachStep) {
  writeVersionOne();
  const Database database(file(), kToThree);
  EXPECT_EQ(database.version(), 3);
  EXPECT_EQ(firstNote(database), "kept");
  ASSERT_EQ(database.backups().size(), 2);
  const Database first(database.backups()[0], kToOne);
  EXPECT_EQ(first.version(), 1);
  EXPECT_EQ(firstNote(first), "kept");
}

TEST_F(DatabaseTest, OpensAgainWithoutMigrating) {
  { const Database database(file(), kToThree); }
  const Database again(file(), kToThree);
  EXPECT_EQ(again.version(), 3);
  EXPECT_TRUE(again.backups().isEmpty());
}

TEST_F(DatabaseTest, AFailedMigrationChangesNothing) {
  writeVersionOne();
  EXPECT_THROW(Database(file(), kToBroken), Error);
  const Database database(file(), kToOne);
  EXPECT_EQ(database.version(), 1);
  EXPECT_EQ(firstNote(database), "kept");
  QSqlQuery half = database.run("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'half'");
  ASSERT_TRUE(half.next());
  EXPECT_EQ(half.value(0).toInt(), 0);
}

TEST_F(DatabaseTest, RefusesTheDatabaseOfANewerVersion) {
  { const Database database(file(), kToThree); }
  try {
    const Database database(file(), kToOne);
    FAIL() << "a newer database was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::Unsupported);
    EXPECT_TRUE(error.sentence.contains("newer Alcove")) << error.what();
  }
  EXPECT_EQ(Database(file(), kToThree).version(), 3) << "and it was left as it was";
}

TEST_F(DatabaseTest, MovesAFileThatIsNoDatabaseAside) {
  const QByteArray garbage = QByteArray("this is no database at all. ").repeated(400);
  QFile damaged(file());
  ASSERT_TRUE(damaged.open(QIODevice::WriteOnly));
  damaged.write(garbage);
  damaged.close();

  const Database database(file(), kToOne);
  EXPECT_EQ(database.version(), 1);
  ASSERT_TRUE(database.damage().has_value());
  const QStringList aside = QDir(m_folder.path()).entryList({"*.damaged-*"}, QDir::Files);
  ASSERT_EQ(aside.size(), 1);
  EXPECT_TRUE(database.damage()->sentence.contains(aside.first()));
  QFile kept(m_folder.filePath(aside.first()));
  ASSERT_TRUE(kept.open(QIODevice::ReadOnly));
  EXPECT_EQ(kept.readAll(), garbage);
}

TEST_F(DatabaseTest, MovesADatabaseWithABrokenPageAside) {
  {
    Database database(file(), kToOne);
    Transaction transaction(database);
    for (int i = 0; i < 2000; ++i)
      database.run("INSERT INTO notes VALUES (?)", {QString("note ").repeated(20)});
    transaction.commit();
  }
  QFile broken(file());
  ASSERT_TRUE(broken.open(QIODevice::ReadWrite));
  ASSERT_GT(broken.size(), 100'000);
  broken.seek(40'000);
  broken.write(QByteArray(20'000, '\x5a'));
  broken.close();

  const Database database(file(), kToOne);
  EXPECT_TRUE(database.damage().has_value());
  EXPECT_EQ(firstNote(database), QString());
}

TEST_F(DatabaseTest, RollsBackWhatWasNotCommitted) {
  Database database(file(), kToOne);
  {
    Transaction transaction(database);
    database.run("INSERT INTO notes VALUES ('lost')");
  }
  EXPECT_EQ(firstNote(database), QString());
}

TEST_F(DatabaseTest, SaysWhichStatementFailed) {
  const Database database(file(), kToOne);
  try {
    database.run("SELECT nothing FROM nowhere");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::Io);
    EXPECT_TRUE(error.context.contains("nowhere"));
  }
}

TEST_F(DatabaseTest, SaysWhenTheFolderCannotBeWritten) {
  QFile blocker(file("blocker"));
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  blocker.close();
  EXPECT_THROW(Database(file("blocker/alcove.sqlite"), kToOne), Error);
}

}  // namespace
}  // namespace alcove::storage
