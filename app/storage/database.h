// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <optional>
#include <span>

#include "core/error.h"

namespace alcove::storage {

// One step of the schema: statements that lead from version - 1 to `version`.
struct Migration {
  int version;
  const char* summary;
  std::span<const char* const> statements;
};

// The explicit list, in order, without gaps. A new one is a file in storage/migrations and a row.
[[nodiscard]] std::span<const Migration> migrations();

// The one SQLite file: WAL, foreign keys, busy timeout. With synchronous=NORMAL in WAL mode a
// killed process loses no finished transaction; a power cut may lose the last ones but never
// damages the file. One connection; used from the thread that opened it.
class Database {
 public:
  // Opens or creates `file`, checks its integrity, and migrates it to the newest of `steps`, after
  // copying an existing file to backups/ beside it. A damaged file is moved aside (never deleted)
  // and a new one begun: damage() then says so with the names. Throws core::Error Unsupported for
  // a database of a newer Alcove (untouched), Io when the file cannot be opened or written.
  explicit Database(const QString& file, std::span<const Migration> steps = migrations());
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] const QString& file() const { return m_file; }
  [[nodiscard]] int version() const;
  // What was moved aside at opening, to be told to the person.
  [[nodiscard]] const std::optional<core::Error>& damage() const { return m_damage; }
  // The backups that this opening made: one before each migration of a database that held anything.
  [[nodiscard]] const QStringList& backups() const { return m_backups; }

  // Runs one statement with positional values. Throws core::Error Io with the statement as context.
  QSqlQuery run(const QString& sql, const QVariantList& values = {}) const;

 private:
  void openChecked(std::span<const Migration> steps);
  void close();
  void requireSound() const;  // throws Error Corrupt
  void migrate(std::span<const Migration> steps);
  [[nodiscard]] bool isEmpty() const;
  [[nodiscard]] QString backupFolder() const;
  void backUp();

  QString m_file;
  QString m_connection;
  QStringList m_backups;
  std::optional<core::Error> m_damage;
};

// Everything between construction and commit() happens or nothing does. Does not nest.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();  // rolls back what was not committed
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& m_database;
  bool m_open = true;
};

}  // namespace alcove::storage
