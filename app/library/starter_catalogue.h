// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

#include "library/library_types.h"

namespace alcove::settings {
class Settings;
}

namespace alcove::library {

// The starter catalogue that is built into Alcove (resources/catalogue.json).
[[nodiscard]] QByteArray builtInCatalogue();

// Reads a catalogue; rows without a name or file are left out. A model counts as installed when its
// main file lies in one of `folders` with the size that the catalogue states.
[[nodiscard]] QList<CatalogueEntry> readCatalogue(const QByteArray& json,
                                                  const QStringList& folders);

// The chat model to begin with: the catalogue's first installed one, else the first *.gguf directly
// in `folders`. Empty if there is none.
[[nodiscard]] QString starterModel(const QList<CatalogueEntry>& catalogue,
                                   const QStringList& folders);

// The model to load when the person chose none: settings.lastModel if it is still there, else the
// starter model. Empty if there is none.
[[nodiscard]] QString defaultModel(const settings::Settings& settings, const QStringList& folders);

}  // namespace alcove::library
