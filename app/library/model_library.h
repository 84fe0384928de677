// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFileSystemWatcher>
#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QQueue>
#include <QTimer>
#include <atomic>

#include "core/error.h"
#include "library/folder_scan.h"
#include "library/library_types.h"

namespace alcove::client {
class EngineClient;
class EngineProcess;
}  // namespace alcove::client
namespace alcove::settings {
class Settings;
}

namespace alcove::library {

// The model files of this machine. Folders are scanned off the GUI thread and watched; headers are
// read by the engine, one at a time, when it runs. Nothing is ever copied, renamed, changed or
// deleted. Folders and single files are remembered in the settings. GUI thread.
class ModelLibrary : public QObject {
  Q_OBJECT
 public:
  // All references must outlive the library.
  ModelLibrary(client::EngineProcess& process, client::EngineClient& engine,
               settings::Settings& settings, const QStringList& starterFolders,
               QObject* parent = nullptr);
  ~ModelLibrary() override;

  // Looks at all folders again. Entries stay while it runs; entriesChanged() comes at the end.
  void refresh();
  [[nodiscard]] bool isScanning() const { return m_scanning; }

  [[nodiscard]] const QList<Entry>& entries() const {
    return m_entries;
  }  // starters first, by name
  [[nodiscard]] const Entry* findEntry(const QString& path) const;
  [[nodiscard]] const QList<CatalogueEntry>& catalogue() const { return m_catalogue; }
  // The installed starter model that can chat; empty if there is none. Works before a scan.
  [[nodiscard]] QString starterModelPath() const;

  // Throws core::Error NotFound or InvalidArgument with a sentence ("… is not a folder.").
  void addFolder(const QString& folder);
  void removeFolder(const QString& folder);
  // A dropped file or folder. Throws as addFolder(), and Unsupported for what is no GGUF file.
  // Returns the entry's path (empty for a folder).
  QString addFile(const QString& file);
  // Forgets a file that was added by itself; the file stays.
  void removeFile(const QString& file);

 signals:
  void entriesChanged();
  void entryChanged(const QString& path);  // its header was read
  void scanningChanged(bool scanning);

 private:
  void takeScan();
  void watch(const QStringList& folders);
  void watchDamaged(const Entry& entry);
  void readOn();
  void readNextHeader();
  [[nodiscard]] QString nameOf(const QString& path, const client::Inspection& inspection) const;
  void headerRead(const QString& path, const client::Inspection& inspection);
  void headerFailed(const QString& path, const core::Error& error);
  void readPlan(const QString& path);
  void headerDone(const QString& path);
  [[nodiscard]] Entry* entryAt(const QString& path);

  client::EngineProcess& m_process;
  client::EngineClient& m_engine;
  settings::Settings& m_settings;
  QStringList m_starterFolders;
  QList<Entry> m_entries;
  QList<CatalogueEntry> m_catalogue;
  QFileSystemWatcher m_watcher;
  QFutureWatcher<ScanResult> m_scan;
  std::atomic<bool> m_scanCancelled = false;
  QTimer m_rescanTimer;           // gathers bursts of changes
  QQueue<QString> m_unread;       // headers to read
  QString m_reading;              // the header that is being read
  QHash<QString, int> m_crashes;  // how often the engine ended while it read this file
  bool m_scanning = false;        // until the result is taken
  bool m_scanAgain = false;
  bool m_engineGone = false;  // no header is asked for until the engine is ready again
  QTimer m_lookAgainTimer;
};

}  // namespace alcove::library
