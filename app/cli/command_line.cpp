// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include "cli/commands.h"
#include "cli/console.h"
#include "core/error.h"

namespace alcove::cli {

bool isCommandLine(const QStringList& arguments) { return findCommand(arguments) != nullptr; }

int runCommandLine(const QStringList& arguments) {
  const Command* command = findCommand(arguments);
  if (!command) return runHelp(arguments), kUsage;
  try {
    return command->run(arguments);
  } catch (const core::Error& error) {
    printError(error);
    return kFailed;
  }
}

int runVersion(const QStringList&) {
  print(QStringLiteral("Alcove %1\n").arg(QLatin1String(ALCOVE_VERSION)));
  return kDone;
}

int runHelp(const QStringList&) {
  print(
      QStringLiteral("Alcove runs open models on this computer. Without a command it opens the "
                     "window.\n\n"));
  for (const Command& command : commands()) {
    print(QStringLiteral("  alcove %1\n      %2\n")
              .arg(QLatin1String(command.usage), QLatin1String(command.summary)));
  }
  print(QStringLiteral("\nalcove-engine --help lists what can be done with model files.\n"));
  return kDone;
}

}  // namespace alcove::cli
