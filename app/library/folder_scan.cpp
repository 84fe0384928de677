// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "library/folder_scan.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QSet>

namespace alcove::library {
namespace {

bool isModelFile(const QFileInfo& info) {
  return info.isFile() && info.suffix().compare(QLatin1String("gguf"), Qt::CaseInsensitive) == 0;
}

class Scan {
 public:
  explicit Scan(const std::atomic<bool>& cancelled) : m_cancelled(cancelled) {}

  void takeFile(const QString& path) {
    const QFileInfo info(path);
    if (info.isFile()) {
      add(info, {info.absolutePath(), Source::File});
    } else {
      m_result.missingFiles << path;
    }
  }

  void takeFolder(const ScanRoot& root) {
    if (!QFileInfo(root.path).isDir()) return;
    m_result.folders << root.path;
    QDirIterator it(root.path, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext() && !m_cancelled && m_result.files.size() < kMostFiles) {
      it.next();
      const QFileInfo info = it.fileInfo();
      if (info.isDir()) {
        if (!info.isSymLink()) m_result.folders << info.filePath();
      } else if (isModelFile(info)) {
        add(info, root);
      }
    }
  }

  ScanResult takeResult() { return std::move(m_result); }

 private:
  void add(const QFileInfo& info, const ScanRoot& root) {
    const QString path = info.canonicalFilePath();
    if (path.isEmpty() || m_seen.contains(path)) return;
    m_seen.insert(path);
    const QFileInfo file(path);
    m_result.files << FoundFile{path, file.size(), file.lastModified(), root.source, root.path};
  }

  const std::atomic<bool>& m_cancelled;
  ScanResult m_result;
  QSet<QString> m_seen;
};

}  // namespace

ScanResult scanModelFiles(const QList<ScanRoot>& roots, const std::atomic<bool>& cancelled) {
  Scan scan(cancelled);
  for (const ScanRoot& root : roots) {
    if (cancelled) break;
    if (root.source == Source::File) {
      scan.takeFile(root.path);
    } else {
      scan.takeFolder(root);
    }
  }
  return scan.takeResult();
}

}  // namespace alcove::library
