// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace alcove::core {
namespace {

constexpr auto kFolderName = "alcove";
constexpr auto kEngineName = "alcove-engine";

// Empty when `path` is no runnable file.
QString runnable(const QString& path) {
  const QFileInfo info(path);
  return info.isFile() && info.isExecutable() ? info.absoluteFilePath() : QString();
}

QString inLocation(QStandardPaths::StandardLocation location) {
  return QDir(QStandardPaths::writableLocation(location)).filePath(QLatin1String(kFolderName));
}

}  // namespace

QString Paths::settingsFile() const {
  return QDir(configFolder).filePath(QStringLiteral("settings.json"));
}

QString Paths::databaseFile() const {
  return QDir(dataFolder).filePath(QStringLiteral("alcove.sqlite"));
}

QString Paths::serverKeysFile() const {
  return QDir(dataFolder).filePath(QStringLiteral("server-keys.json"));
}

QString Paths::kvCacheFolder() const { return QDir(cacheFolder).filePath(QStringLiteral("kv")); }

Paths Paths::standard() {
  const QString folder = qEnvironmentVariable("ALCOVE_DATA_DIR");
  if (!folder.isEmpty()) return inside(folder);
  return {inLocation(QStandardPaths::GenericConfigLocation),
          inLocation(QStandardPaths::GenericDataLocation),
          inLocation(QStandardPaths::GenericCacheLocation)};
}

Paths Paths::inside(const QString& folder) {
  const QDir root(QDir(folder).absolutePath());
  return {root.filePath(QStringLiteral("config")), root.filePath(QStringLiteral("data")),
          root.filePath(QStringLiteral("cache"))};
}

QStringList starterModelFolders() {
  QStringList candidates;
  if (qEnvironmentVariableIsSet("ALCOVE_MODELS_DIR")) {
    candidates << qEnvironmentVariable("ALCOVE_MODELS_DIR");
  } else {
    const QDir executables(QCoreApplication::applicationDirPath());
    candidates << executables.filePath(QStringLiteral("../../models"))  // build/PRESET/bin
               << executables.filePath(QStringLiteral("../share/alcove/models"));
  }
  QStringList folders;
  for (const QString& candidate : std::as_const(candidates)) {
    const QString folder = QFileInfo(candidate).canonicalFilePath();
    if (!folder.isEmpty() && QFileInfo(folder).isDir()) folders << folder;
  }
  return folders;
}

QString findEngineExecutable() {
  if (qEnvironmentVariableIsSet("ALCOVE_ENGINE")) {
    return runnable(qEnvironmentVariable("ALCOVE_ENGINE"));
  }
  const QString name = QLatin1String(kEngineName);
  QStringList folders{QCoreApplication::applicationDirPath()};
  if (qEnvironmentVariableIsSet("ALCOVE_BIN_DIR"))
    folders << qEnvironmentVariable("ALCOVE_BIN_DIR");
  for (const QString& folder : std::as_const(folders)) {
    const QString found = runnable(QDir(folder).filePath(name));
    if (!found.isEmpty()) return found;
  }
  return QStandardPaths::findExecutable(name);
}

}  // namespace alcove::core
