// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace alcove::core {

// Where Alcove keeps its things. A value; computing it creates nothing.
struct Paths {
  QString configFolder;  // settings.json
  QString dataFolder;    // alcove.sqlite, server-keys.json, backups/, writers/
  QString cacheFolder;   // may be deleted at any time

  [[nodiscard]] QString settingsFile() const;
  [[nodiscard]] QString databaseFile() const;
  [[nodiscard]] QString serverKeysFile() const;
  [[nodiscard]] QString kvCacheFolder() const;  // what the engine has computed of chats

  // The XDG folders of this person; with ALCOVE_DATA_DIR in the environment, config/, data/ and
  // cache/ inside that folder instead.
  [[nodiscard]] static Paths standard();
  // config/, data/ and cache/ inside `folder`.
  [[nodiscard]] static Paths inside(const QString& folder);
};

// The folders that may hold the starter models, best first, existing ones only: ALCOVE_MODELS_DIR
// (alone, when set), else models/ in the build tree, else share/alcove/models beside an installed
// executable.
[[nodiscard]] QStringList starterModelFolders();

// The alcove-engine executable: ALCOVE_ENGINE in the environment, else beside this executable,
// else ALCOVE_BIN_DIR, else the PATH. Empty if there is none.
[[nodiscard]] QString findEngineExecutable();

}  // namespace alcove::core
