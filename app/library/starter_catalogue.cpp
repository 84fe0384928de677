// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "library/starter_catalogue.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "settings/settings.h"

// Resources of a static library have to be named once; the macro wants the global namespace.
static void initialiseResources() { Q_INIT_RESOURCE(alcove_app); }

namespace alcove::library {
namespace {

constexpr auto kChatKind = "chat";

QString installedPath(const CatalogueEntry& entry, const QStringList& folders) {
  for (const QString& folder : folders) {
    const QFileInfo info(QDir(folder).filePath(entry.file));
    if (info.isFile() && info.size() == entry.bytes) return info.canonicalFilePath();
  }
  return {};
}

QString packageName(const QJsonObject& source) {
  const QString package = source.value(QLatin1String("package")).toString();
  const QString version = source.value(QLatin1String("version")).toString();
  const QString kind = source.value(QLatin1String("kind")).toString();
  const QString shown = kind == QLatin1String("pypi") ? QStringLiteral("PyPI") : kind;
  return QStringLiteral("%1 %2 (%3)").arg(package, version, shown);
}

CatalogueEntry readEntry(const QJsonObject& json) {
  CatalogueEntry entry;
  entry.name = json.value(QLatin1String("name")).toString();
  entry.file = json.value(QLatin1String("main_file")).toString();
  entry.kind = json.value(QLatin1String("purpose")).toString();
  entry.summary = json.value(QLatin1String("summary")).toString();
  entry.package = packageName(json.value(QLatin1String("source")).toObject());
  entry.license =
      json.value(QLatin1String("licence")).toObject().value(QLatin1String("spdx")).toString();
  const QJsonArray files = json.value(QLatin1String("files")).toArray();
  for (const QJsonValue& value : files) {
    const QJsonObject file = value.toObject();
    if (file.value(QLatin1String("path")).toString() != entry.file) continue;
    entry.bytes = static_cast<qint64>(file.value(QLatin1String("bytes")).toDouble());
    entry.sha256 = file.value(QLatin1String("sha256")).toString();
  }
  return entry;
}

}  // namespace

QByteArray builtInCatalogue() {
  initialiseResources();
  QFile file(QStringLiteral(":/alcove/catalogue.json"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<CatalogueEntry> readCatalogue(const QByteArray& json, const QStringList& folders) {
  QList<CatalogueEntry> entries;
  const QJsonArray models =
      QJsonDocument::fromJson(json).object().value(QLatin1String("models")).toArray();
  for (const QJsonValue& value : models) {
    CatalogueEntry entry = readEntry(value.toObject());
    if (entry.name.isEmpty() || entry.file.isEmpty()) continue;
    entry.installedPath = installedPath(entry, folders);
    entries << entry;
  }
  return entries;
}

QString starterModel(const QList<CatalogueEntry>& catalogue, const QStringList& folders) {
  for (const CatalogueEntry& entry : catalogue) {
    if (entry.isInstalled() && entry.kind == QLatin1String(kChatKind)) return entry.installedPath;
  }
  for (const QString& folder : folders) {
    const QFileInfoList files =
        QDir(folder).entryInfoList({QStringLiteral("*.gguf")}, QDir::Files, QDir::Name);
    if (!files.isEmpty()) return files.first().canonicalFilePath();
  }
  return {};
}

QString defaultModel(const settings::Settings& settings, const QStringList& folders) {
  const QString last = settings.lastModel();
  if (!last.isEmpty() && QFileInfo(last).isFile()) return last;
  return starterModel(readCatalogue(builtInCatalogue(), folders), folders);
}

}  // namespace alcove::library
