// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"

#include <algorithm>
#include <array>

namespace alcove::cli {

std::span<const Command> commands() {
  static constexpr std::array kCommands = {
      Command{"--ask",
              "--ask TEXT [--model FILE] [--system TEXT] [--temperature T] [--max-tokens N]",
              "Print one answer", runAsk},
      Command{"chat", "chat [--chat ID] [--model FILE]", "Chat in the terminal", runTerminal},
      Command{"--terminal", "--terminal", "The same as chat", runTerminal},
      Command{"chats", "chats list | show ID | search WORDS | export ID", "Read the stored chats",
              runChats},
      Command{"--version", "--version", "Print the version", runVersion},
      Command{"--help", "--help", "Print this", runHelp},
      Command{"-h", "-h", "The same as --help", runHelp},
  };
  return kCommands;
}

const Command* findCommand(const QStringList& arguments) {
  for (qsizetype i = 1; i < arguments.size(); ++i) {
    const QString option = arguments[i].section(u'=', 0, 0);
    const auto matches = [&](const Command& command) {
      const bool isOption = command.name[0] == '-';
      return isOption ? option == QLatin1String(command.name)
                      : i == 1 && arguments[i] == QLatin1String(command.name);
    };
    const auto rows = commands();
    const auto found = std::find_if(rows.begin(), rows.end(), matches);
    if (found != rows.end()) return &*found;
  }
  return nullptr;
}

}  // namespace alcove::cli
