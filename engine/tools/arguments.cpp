// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/arguments.h"

#include <cstdio>

namespace alcove::tools {
namespace {

constexpr int kUsage = 2;

}  // namespace

Arguments::Arguments(const Command& command)
    : m_app(command.summary, std::string("alcove-engine ") + command.name) {
  m_app.set_help_flag("-h,--help", "Print this help and leave");
}

void Arguments::addModel(std::string& path) {
  m_app.add_option("-m,--model", path, "GGUF model file")->required()->type_name("FILE");
}

void Arguments::addJson(bool& json) { m_app.add_flag("--json", json, "Print JSON"); }

std::optional<int> Arguments::parse(int argc, char** argv) {
  try {
    m_app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    std::fputs(m_app.help().c_str(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "%s: %s\nRun '%s --help' for the options.\n", m_app.get_name().c_str(),
                 error.what(), m_app.get_name().c_str());
    return kUsage;
  }
}

}  // namespace alcove::tools
