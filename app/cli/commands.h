// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <span>

namespace alcove::cli {

// One job of `alcove` without a window: a file <name>_command.cpp and a row in commands.cpp.
struct Command {
  const char* name;     // "--ask" (an option, wherever it stands) or "chats" (the first word)
  const char* usage;    // "--ask TEXT [--model FILE]"
  const char* summary;  // one line for --help
  // `arguments` are all of the program's, its name first. Returns the exit code: 0 done, 2 usage.
  // Throws core::Error for everything else; the caller prints the sentence and exits 1.
  int (*run)(const QStringList& arguments);
};

[[nodiscard]] std::span<const Command> commands();

// The command that `arguments` ask for; null: none, so the window is wanted.
[[nodiscard]] const Command* findCommand(const QStringList& arguments);

int runAsk(const QStringList& arguments);
int runTerminal(const QStringList& arguments);
int runChats(const QStringList& arguments);
int runHelp(const QStringList& arguments);
int runVersion(const QStringList& arguments);

}  // namespace alcove::cli
