// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/atomic_file.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "core/error.h"

namespace alcove::core {

void writeFileAtomically(const QString& path, const QByteArray& bytes) {
  const QString folder = QFileInfo(path).absolutePath();
  if (!QDir().mkpath(folder)) {
    throw Error(
        ErrorCode::Io,
        QCoreApplication::translate("core", "The folder %1 could not be created.").arg(folder),
        path);
  }
  QSaveFile file(path);  // syncs in commit() before it renames
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
    throw Error(ErrorCode::Io,
                QCoreApplication::translate("core", "The file %1 could not be written: %2.")
                    .arg(path, file.errorString()),
                path);
  }
}

QString moveAside(const QString& path) {
  const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
  const QString base = path + QStringLiteral(".damaged-") + stamp;
  QString target = base;
  for (int number = 2; QFileInfo::exists(target); ++number) {
    target = base + u'-' + QString::number(number);
  }
  QFile file(path);
  if (!file.rename(target)) {
    throw Error(
        ErrorCode::Io,
        QCoreApplication::translate("core", "The damaged file %1 could not be moved aside: %2.")
            .arg(path, file.errorString()),
        path);
  }
  return target;
}

}  // namespace alcove::core
