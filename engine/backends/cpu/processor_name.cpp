// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <string>

#include "backends/cpu/cpu_backend.h"

namespace alcove::backends::cpu {
namespace {

std::string readModelName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon + 2 <= line.size()) return line.substr(colon + 2);
  }
  return "Processor";
}

}  // namespace

std::string processorName() {
  std::string name = readModelName();
  for (const char* noise : {"(R)", "(TM)", "(tm)", " Processor", " CPU"}) {
    for (std::size_t at; (at = name.find(noise)) != std::string::npos;)
      name.erase(at, std::char_traits<char>::length(noise));
  }
  const std::size_t clock = name.find(" @ ");
  return clock == std::string::npos ? name : name.substr(0, clock);
}

}  // namespace alcove::backends::cpu
