// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <atomic>

#include "library/library_types.h"

namespace alcove::library {

// A folder to look through, or (Source::File) a single file.
struct ScanRoot {
  QString path;
  Source source = Source::Folder;
};

// A model file as the file system knows it.
struct FoundFile {
  QString path;  // canonical
  qint64 bytes = 0;
  QDateTime modifiedAt;
  Source source = Source::Folder;
  QString sourceFolder;
};

struct ScanResult {
  QList<FoundFile> files;    // each once, under the first root that has it
  QStringList missingFiles;  // roots of Source::File that are not there
  QStringList folders;       // that were read, to be watched
};

// Finds the *.gguf files under `roots`, in order. Follows links to files but not to folders, so a
// loop of links ends; stops at kMostFiles. Only reads; safe on any thread. `cancelled` ends it
// early.
inline constexpr int kMostFiles = 20'000;
[[nodiscard]] ScanResult scanModelFiles(const QList<ScanRoot>& roots,
                                        const std::atomic<bool>& cancelled);

}  // namespace alcove::library
