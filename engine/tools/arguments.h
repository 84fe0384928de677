// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "tools/command.h"

namespace alcove::tools {

// The arguments of one subcommand, on top of CLI11: declare the options on app(), then parse.
//
//   Arguments arguments(kInspectCommand);
//   arguments.addModel(path);
//   if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;
class Arguments {
 public:
  explicit Arguments(const Command& command);

  [[nodiscard]] CLI::App& app() noexcept { return m_app; }

  // --model FILE, required.
  void addModel(std::string& path);
  // --json
  void addJson(bool& json);

  // Nothing if the command may go on. Otherwise its exit code: 0 after --help on stdout, 2 after a
  // usage error on stderr.
  [[nodiscard]] std::optional<int> parse(int argc, char** argv);

 private:
  CLI::App m_app;
};

}  // namespace alcove::tools
