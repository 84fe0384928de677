// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace alcove::cli {

// True if `arguments` (with the program's name first) ask for a job without a window: an option
// or command of the table in commands.h. Needs no application object, so that main() can
// choose which kind to construct.
[[nodiscard]] bool isCommandLine(const QStringList& arguments);

// Does that job. Needs a QCoreApplication (runs its event loop). Returns the exit code: 0 done,
// 1 failed with one sentence on standard error, 2 usage.
int runCommandLine(const QStringList& arguments);

}  // namespace alcove::cli
