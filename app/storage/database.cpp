// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "storage/database.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>
#include <algorithm>

#include "core/atomic_file.h"

namespace alcove::storage {
namespace {

using core::Error;
using core::ErrorCode;

// SQLite's result codes for a file that is no database or contradicts itself.
constexpr int kSqliteCorrupt = 11;
constexpr int kSqliteNotADatabase = 26;

QString tr(const char* text) { return QCoreApplication::translate("storage", text); }

Error errorOf(const QSqlError& error, const QString& context) {
  const int code = error.nativeErrorCode().toInt() & 0xff;  // extended codes keep the primary below
  const QString reason = error.databaseText().isEmpty() ? error.text() : error.databaseText();
  if (code == kSqliteCorrupt || code == kSqliteNotADatabase) {
    return Error(ErrorCode::Corrupt, tr("The database is damaged: %1.").arg(reason), context);
  }
  return Error(ErrorCode::Io, tr("The database could not be used: %1.").arg(reason), context);
}

}  // namespace

Database::Database(const QString& file, std::span<const Migration> steps)
    : m_file(QFileInfo(file).absoluteFilePath()) {
  const QString folder = QFileInfo(m_file).absolutePath();
  if (!QDir().mkpath(folder)) {
    throw Error(ErrorCode::Io, tr("The folder %1 could not be created.").arg(folder), m_file);
  }
  try {
    openChecked(steps);
    return;
  } catch (const Error& error) {
    close();
    if (error.code != ErrorCode::Corrupt) throw;
    const QString aside = core::moveAside(m_file);
    for (const char* suffix : {"-wal", "-shm"}) {
      const QString companion = m_file + QLatin1String(suffix);
      if (QFileInfo::exists(companion)) QFile::rename(companion, aside + QLatin1String(suffix));
    }
    m_damage =
        Error(ErrorCode::Corrupt,
              tr("The database with your chats was damaged. It was kept as %1, and a new one "
                 "was begun; the last backups are in %2.")
                  .arg(aside, backupFolder()),
              m_file, error.sentence);
  }
  try {
    openChecked(steps);
  } catch (...) {
    close();
    throw;
  }
}

Database::~Database() { close(); }

void Database::openChecked(std::span<const Migration> steps) {
  m_connection = QStringLiteral("alcove-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
  {
    QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    connection.setDatabaseName(m_file);
    connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!connection.open()) throw errorOf(connection.lastError(), m_file);
  }
  const int newest = steps.empty() ? 0 : steps.back().version;
  const int found = version();
  if (found > newest) {
    throw Error(ErrorCode::Unsupported,
                tr("The database was written by a newer Alcove (version %1, this one knows %2). "
                   "Install that version again; nothing was changed.")
                    .arg(found)
                    .arg(newest),
                m_file);
  }
  requireSound();
  run(QStringLiteral("PRAGMA journal_mode = WAL"));
  run(QStringLiteral("PRAGMA synchronous = NORMAL"));
  run(QStringLiteral("PRAGMA foreign_keys = ON"));
  migrate(steps);
}

void Database::close() {
  if (m_connection.isEmpty()) return;
  QSqlDatabase::database(m_connection, false).close();
  QSqlDatabase::removeDatabase(m_connection);
  m_connection.clear();
}

int Database::version() const {
  QSqlQuery query = run(QStringLiteral("PRAGMA user_version"));
  return query.next() ? query.value(0).toInt() : 0;
}

void Database::requireSound() const {
  QSqlQuery query = run(QStringLiteral("PRAGMA quick_check(1)"));
  const QString verdict = query.next() ? query.value(0).toString() : QStringLiteral("no answer");
  if (verdict != QLatin1String("ok")) {
    throw Error(ErrorCode::Corrupt, tr("The database is damaged: %1.").arg(verdict), m_file);
  }
}

void Database::migrate(std::span<const Migration> steps) {
  for (const Migration& step : steps) {
    if (step.version <= version()) continue;
    if (!isEmpty()) backUp();
    Transaction transaction(*this);
    if (version() >= step.version) continue;  // another process was faster
    for (const char* statement : step.statements) run(QString::fromUtf8(statement));
    run(QStringLiteral("PRAGMA user_version = %1").arg(step.version));
    transaction.commit();
  }
}

bool Database::isEmpty() const {
  QSqlQuery query = run(QStringLiteral("SELECT COUNT(*) FROM sqlite_schema"));
  return query.next() && query.value(0).toInt() == 0;
}

QString Database::backupFolder() const {
  return QFileInfo(m_file).dir().filePath(QStringLiteral("backups"));
}

void Database::backUp() {
  const QString folder = backupFolder();
  if (!QDir().mkpath(folder)) {
    throw Error(ErrorCode::Io, tr("The folder %1 could not be created.").arg(folder), m_file);
  }
  const QString stem =
      QStringLiteral("%1-v%2-%3")
          .arg(QFileInfo(m_file).completeBaseName())
          .arg(version())
          .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
  QString target = QDir(folder).filePath(stem + QStringLiteral(".sqlite"));
  for (int number = 2; QFileInfo::exists(target); ++number) {
    target = QDir(folder).filePath(QStringLiteral("%1-%2.sqlite").arg(stem).arg(number));
  }
  const QString partial = target + QStringLiteral(".partial");
  QFile::remove(partial);
  run(QStringLiteral("VACUUM INTO ?"), {partial});
  if (!QFile::rename(partial, target)) {
    throw Error(ErrorCode::Io, tr("The backup %1 could not be written.").arg(target), m_file);
  }
  m_backups << target;
}

QSqlQuery Database::run(const QString& sql, const QVariantList& values) const {
  QSqlQuery query(QSqlDatabase::database(m_connection, false));
  query.setForwardOnly(true);
  if (!query.prepare(sql)) throw errorOf(query.lastError(), sql);
  for (const QVariant& value : values) query.addBindValue(value);
  if (!query.exec()) throw errorOf(query.lastError(), sql);
  return query;
}

Transaction::Transaction(Database& database) : m_database(database) {
  m_database.run(QStringLiteral("BEGIN IMMEDIATE"));
}

Transaction::~Transaction() {
  if (!m_open) return;
  try {
    m_database.run(QStringLiteral("ROLLBACK"));
  } catch (const core::Error&) {
    // SQLite has rolled back by itself, which is what was wanted.
  }
}

void Transaction::commit() {
  m_database.run(QStringLiteral("COMMIT"));
  m_open = false;
}

}  // namespace alcove::storage
