// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string_view>

#include "tools/command.h"

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

void printUsage(std::FILE* out) {
  std::fputs(
      "alcove-engine: runs language models on this machine.\n"
      "\n"
      "Usage: alcove-engine COMMAND [OPTIONS]\n"
      "       alcove-engine COMMAND --help\n"
      "       alcove-engine --version\n"
      "\n"
      "Commands:\n",
      out);
  for (const auto& command : alcove::tools::commands()) {
    std::fprintf(out, "  %-12s %s\n", command.name, command.summary);
  }
}

int fail(const char* sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "alcove-engine: %s\n", sentence);
  return kFailed;
}

int runCommand(const alcove::tools::Command& command, int argc, char** argv) {
  try {
    const int exitCode = command.run(argc, argv);
    // What was printed counts only once it has arrived.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return fail("The output could not be written.");
    }
    return exitCode;
  } catch (const std::bad_alloc&) {
    return fail("There is not enough memory for this.");
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that went away is an error of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  if (argc < 2) {
    printUsage(stderr);
    return kUsage;
  }
  const std::string_view name = argv[1];
  if (name == "--help" || name == "-h") {
    printUsage(stdout);
    return 0;
  }
  if (name == "--version") {
    std::puts("alcove-engine " ALCOVE_VERSION);
    return 0;
  }
  for (const auto& command : alcove::tools::commands()) {
    if (name == command.name) return runCommand(command, argc - 1, argv + 1);
  }
  std::fprintf(stderr, "alcove-engine: There is no command '%s'.\n\n", argv[1]);
  printUsage(stderr);
  return kUsage;
}
