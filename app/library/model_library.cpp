// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "library/model_library.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>
#include <algorithm>
#include <utility>

#include "client/engine_client.h"
#include "client/engine_process.h"
#include "library/starter_catalogue.h"
#include "settings/settings.h"

namespace alcove::library {
namespace {

using core::Error;
using core::ErrorCode;

constexpr int kRescanDelayMs = 700;
constexpr int kMostWatched = 512;  // the system's watches are few, and shared with other programs
constexpr int kCrashesAreEnough = 2;  // then the file is at fault, not chance
constexpr int kLookAgainMs = 3000;    // where a connection broke and the engine lives on

bool entryBefore(const Entry& a, const Entry& b) {
  const bool aStarter = a.source == Source::Starter;
  const bool bStarter = b.source == Source::Starter;
  if (aStarter != bStarter) return aStarter;
  const int byName = a.name.compare(b.name, Qt::CaseInsensitive);
  return byName != 0 ? byName < 0 : a.path < b.path;
}

QString canonicalFolder(const QString& folder) {
  const QFileInfo info(folder);
  if (!info.exists()) {
    throw Error(ErrorCode::NotFound, ModelLibrary::tr("There is no folder %1.").arg(folder),
                folder);
  }
  if (!info.isDir()) {
    throw Error(ErrorCode::InvalidArgument, ModelLibrary::tr("%1 is not a folder.").arg(folder),
                folder);
  }
  if (!info.isReadable()) {
    throw Error(ErrorCode::Io, ModelLibrary::tr("The folder %1 may not be read.").arg(folder),
                folder);
  }
  return info.canonicalFilePath();
}

// Throws unless `file` begins as a GGUF file does.
void requireGguf(const QString& file) {
  QFile content(file);
  if (!content.exists()) {
    throw Error(ErrorCode::NotFound, ModelLibrary::tr("There is no file %1.").arg(file), file);
  }
  if (!content.open(QIODevice::ReadOnly)) {
    throw Error(
        ErrorCode::Io,
        ModelLibrary::tr("The file %1 may not be read: %2.").arg(file, content.errorString()),
        file);
  }
  if (content.read(4) != "GGUF") {
    throw Error(ErrorCode::Unsupported,
                ModelLibrary::tr("%1 is not a GGUF model; choose a file that ends in .gguf.")
                    .arg(QFileInfo(file).fileName()),
                file);
  }
}

Entry entryOf(const FoundFile& file) {
  Entry entry;
  entry.path = file.path;
  entry.name = QFileInfo(file.path).completeBaseName();
  entry.fileBytes = file.bytes;
  entry.modifiedAt = file.modifiedAt;
  entry.source = file.source;
  entry.sourceFolder = file.sourceFolder;
  return entry;
}

}  // namespace

ModelLibrary::ModelLibrary(client::EngineProcess& process, client::EngineClient& engine,
                           settings::Settings& settings, const QStringList& starterFolders,
                           QObject* parent)
    : QObject(parent),
      m_process(process),
      m_engine(engine),
      m_settings(settings),
      m_starterFolders(starterFolders),
      m_catalogue(readCatalogue(builtInCatalogue(), starterFolders)) {
  m_rescanTimer.setSingleShot(true);
  m_rescanTimer.setInterval(kRescanDelayMs);
  connect(&m_rescanTimer, &QTimer::timeout, this, &ModelLibrary::refresh);
  connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_rescanTimer,
          qOverload<>(&QTimer::start));
  connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_rescanTimer,
          qOverload<>(&QTimer::start));
  connect(&m_scan, &QFutureWatcher<ScanResult>::finished, this, &ModelLibrary::takeScan);
  connect(&m_settings, &settings::Settings::modelFoldersChanged, this, &ModelLibrary::refresh);
  connect(&m_settings, &settings::Settings::modelFilesChanged, this, &ModelLibrary::refresh);
  // Queued: whoever hands the address to the client hears of it first.
  connect(&m_process, &client::EngineProcess::ready, this, &ModelLibrary::readOn,
          Qt::QueuedConnection);
  m_lookAgainTimer.setSingleShot(true);
  m_lookAgainTimer.setInterval(kLookAgainMs);
  connect(&m_lookAgainTimer, &QTimer::timeout, this, &ModelLibrary::readOn);
}

ModelLibrary::~ModelLibrary() {
  m_scanCancelled = true;
  m_scan.waitForFinished();
}

void ModelLibrary::refresh() {
  m_rescanTimer.stop();
  if (m_scanning) {
    m_scanAgain = true;
    return;
  }
  m_scanning = true;
  m_catalogue = readCatalogue(builtInCatalogue(), m_starterFolders);
  QList<ScanRoot> roots;
  for (const QString& folder : std::as_const(m_starterFolders))
    roots << ScanRoot{folder, Source::Starter};
  const QStringList folders = m_settings.modelFolders();
  for (const QString& folder : folders) roots << ScanRoot{folder, Source::Folder};
  const QStringList files = m_settings.modelFiles();
  for (const QString& file : files) roots << ScanRoot{file, Source::File};
  m_scan.setFuture(
      QtConcurrent::run([roots, this] { return scanModelFiles(roots, m_scanCancelled); }));
  emit scanningChanged(true);
}

void ModelLibrary::takeScan() {
  const ScanResult result = m_scan.result();
  m_scanning = false;
  QList<Entry> entries;
  m_unread.clear();
  for (const FoundFile& file : result.files) {
    Entry entry = entryOf(file);
    const Entry* known = findEntry(file.path);
    const bool same =
        known && known->fileBytes == file.bytes && known->modifiedAt == file.modifiedAt;
    if (same && known->state != EntryState::Missing) {
      entry = *known;
      entry.source = file.source;
      entry.sourceFolder = file.sourceFolder;
    }
    if (entry.state == EntryState::Found && entry.path != m_reading) m_unread.enqueue(entry.path);
    entries << entry;
  }
  for (const QString& path : result.missingFiles) {
    Entry entry;
    entry.path = path;
    entry.name = QFileInfo(path).completeBaseName();
    entry.source = Source::File;
    entry.sourceFolder = QFileInfo(path).absolutePath();
    entry.state = EntryState::Missing;
    entry.problems << tr("The file is no longer at %1.").arg(path);
    entries << entry;
  }
  std::sort(entries.begin(), entries.end(), entryBefore);
  m_entries = entries;
  watch(result.folders);
  emit scanningChanged(false);
  emit entriesChanged();
  readNextHeader();
  if (std::exchange(m_scanAgain, false)) refresh();
}

// What is watched for the first time may have changed after it was looked at: then once more.
void ModelLibrary::watch(const QStringList& folders) {
  const QStringList wanted = folders.mid(0, kMostWatched);
  const QStringList watched = m_watcher.directories();
  QStringList gone, added;
  for (const QString& folder : watched)
    if (!wanted.contains(folder)) gone << folder;
  for (const QString& folder : wanted)
    if (!watched.contains(folder)) added << folder;
  if (!gone.isEmpty()) m_watcher.removePaths(gone);
  if (!added.isEmpty() && m_watcher.addPaths(added).size() < added.size()) m_scanAgain = true;
}

// A file that is still being copied looks damaged, and growing is no change of its folder.
void ModelLibrary::watchDamaged(const Entry& entry) {
  if (m_watcher.files().size() >= kMostWatched || !m_watcher.addPath(entry.path)) return;
  const QFileInfo now(entry.path);
  if (now.size() != entry.fileBytes || now.lastModified() != entry.modifiedAt)
    m_rescanTimer.start();
}

void ModelLibrary::readOn() {
  m_engineGone = false;
  m_lookAgainTimer.stop();
  readNextHeader();
}

void ModelLibrary::readNextHeader() {
  if (!m_reading.isEmpty() || m_unread.isEmpty() || m_engineGone || !m_engine.hasEndpoint()) return;
  const QString path = m_reading = m_unread.dequeue();
  client::Call* call = m_engine.inspect(path);
  connect(call, &client::Call::done, this, [this, path](const QJsonObject& json) {
    headerRead(path, client::Inspection::fromJson(json));
  });
  connect(call, &client::Call::failed, this,
          [this, path](const Error& error) { headerFailed(path, error); });
}

// The catalogue's name, then the file's own, which often is a training run's.
QString ModelLibrary::nameOf(const QString& path, const client::Inspection& inspection) const {
  const auto known =
      std::find_if(m_catalogue.cbegin(), m_catalogue.cend(),
                   [&](const CatalogueEntry& model) { return model.installedPath == path; });
  if (known != m_catalogue.cend()) return known->name;
  return inspection.name.isEmpty() ? QFileInfo(path).completeBaseName() : inspection.name;
}

void ModelLibrary::headerRead(const QString& path, const client::Inspection& inspection) {
  Entry* entry = entryAt(path);
  if (!entry) return headerDone(path);
  entry->name = nameOf(path, inspection);
  entry->architecture = inspection.architecture;
  entry->weightsType = inspection.weightsType;
  entry->license = inspection.license;
  entry->parameters = inspection.parameters;
  entry->trainedContextTokens = inspection.trainedContextTokens;
  entry->state = EntryState::Known;
  entry->problems.clear();
  for (const client::Problem& problem : inspection.problems) {
    entry->problems << problem.sentence;
    if (problem.isError) entry->state = EntryState::Damaged;
  }
  if (entry->state == EntryState::Damaged) return headerDone(path);
  readPlan(path);
}

void ModelLibrary::readPlan(const QString& path) {
  client::Call* call = m_engine.plan(path, m_settings.contextTokens());
  connect(call, &client::Call::done, this, [this, path](const QJsonObject& json) {
    const auto plan = client::Plan::fromJson(json);
    if (Entry* entry = entryAt(path)) {
      entry->embedsOnly = plan.embedsOnly;
      entry->fit = plan.fit;
      entry->fitSentence = plan.reason;
      entry->totalBytes = plan.totalBytes;
    }
    headerDone(path);
  });
  connect(call, &client::Call::failed, this, [this, path](const Error& error) {
    if (error.code == ErrorCode::EngineGone) return headerFailed(path, error);
    if (Entry* entry = entryAt(path)) entry->fitSentence = error.sentence;  // fit stays unknown
    headerDone(path);
  });
}

void ModelLibrary::headerFailed(const QString& path, const Error& error) {
  Entry* entry = entryAt(path);
  const bool engineGone = error.code == ErrorCode::EngineGone;
  if (engineGone) {
    // The connection breaks before the process is known to have ended: the next file must not be
    // asked of, and blamed for, the same dead engine.
    m_engineGone = true;
    m_lookAgainTimer.start();
  }
  if (entry && engineGone && ++m_crashes[path] < kCrashesAreEnough) {
    entry->state = EntryState::Found;
    m_unread.enqueue(path);  // again when the engine is back
  } else if (entry) {
    entry->state = EntryState::Damaged;
    entry->problems = {engineGone ? tr("The engine ended twice while it read this file.")
                                  : error.sentence};
  }
  headerDone(path);
}

void ModelLibrary::headerDone(const QString& path) {
  m_reading.clear();
  if (const Entry* entry = entryAt(path)) {
    if (entry->state == EntryState::Damaged) watchDamaged(*entry);
    emit entryChanged(path);
  }
  readNextHeader();
}

const Entry* ModelLibrary::findEntry(const QString& path) const {
  const auto found = std::find_if(m_entries.cbegin(), m_entries.cend(),
                                  [&path](const Entry& entry) { return entry.path == path; });
  return found == m_entries.cend() ? nullptr : &*found;
}

Entry* ModelLibrary::entryAt(const QString& path) {
  const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                  [&path](const Entry& entry) { return entry.path == path; });
  return found == m_entries.end() ? nullptr : &*found;
}

QString ModelLibrary::starterModelPath() const {
  return starterModel(m_catalogue, m_starterFolders);
}

void ModelLibrary::addFolder(const QString& folder) {
  const QString path = canonicalFolder(folder);
  QStringList folders = m_settings.modelFolders();
  if (!folders.contains(path)) m_settings.setModelFolders(folders << path);
}

void ModelLibrary::removeFolder(const QString& folder) {
  QStringList folders = m_settings.modelFolders();
  if (folders.removeAll(folder) > 0) m_settings.setModelFolders(folders);
}

QString ModelLibrary::addFile(const QString& file) {
  if (QFileInfo(file).isDir()) {
    addFolder(file);
    return {};
  }
  requireGguf(file);
  const QString path = QFileInfo(file).canonicalFilePath();
  QStringList files = m_settings.modelFiles();
  if (!files.contains(path) && !findEntry(path)) m_settings.setModelFiles(files << path);
  return path;
}

void ModelLibrary::removeFile(const QString& file) {
  QStringList files = m_settings.modelFiles();
  if (files.removeAll(file) > 0) m_settings.setModelFiles(files);
}

}  // namespace alcove::library
