// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace alcove::core {

// Writes `bytes` beside `path`, syncs and renames, so that a reader or a crash sees either the old
// file or the new one. Creates the folder. Throws Error Io; then `path` is untouched.
void writeFileAtomically(const QString& path, const QByteArray& bytes);

// Renames a damaged file to "NAME.damaged-YYYYMMDD-HHMMSS" (a number is added if that exists) and
// returns the new path; nothing is ever deleted. Throws Error Io.
QString moveAside(const QString& path);

}  // namespace alcove::core
