// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace alcove::tools {

// One subcommand of alcove-engine: a file <name>_command.cpp and a row in commands.cpp.
struct Command {
  const char* name;
  const char* summary;  // one line for --help
  // Parses its own arguments (argv[0] is the subcommand's name) and does the work. Returns the
  // exit code: 0 done, 2 usage. Throws Error for everything else; main prints the sentence to
  // stderr and exits 1.
  int (*run)(int argc, char** argv);
};

[[nodiscard]] std::span<const Command> commands();

}  // namespace alcove::tools
