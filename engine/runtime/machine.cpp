// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/machine.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>

#include "base/thread_pool.h"
#include "cpu/kernel_table.h"

namespace alcove::runtime {
namespace {

std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

// A field of /proc/meminfo, which counts in kB.
std::uint64_t memoryField(std::string_view name) {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ':')
      return std::strtoull(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
  }
  return 0;
}

// A number in a control group's file; nothing where there is no such file or it says "max".
std::optional<std::uint64_t> controlGroup(const char* path) {
  std::ifstream file(path);
  std::uint64_t value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

}  // namespace

Machine inspectMachine() {
  Machine machine;
  machine.processor = processorName();
  machine.cores = base::physicalCores();
  machine.instructionSet = kernels::cpu::kernels().name;
  machine.memoryBytes = memoryField("MemTotal");
  machine.availableBytes = memoryField("MemAvailable");
  if (const auto limit = controlGroup("/sys/fs/cgroup/memory.max")) {
    const std::uint64_t used = controlGroup("/sys/fs/cgroup/memory.current").value_or(0);
    machine.memoryBytes = std::min(machine.memoryBytes, *limit);
    machine.availableBytes = std::min(machine.availableBytes, *limit > used ? *limit - used : 0);
  }
  return machine;
}

std::uint64_t residentBytes() {
  std::ifstream file("/proc/self/statm");  // counts pages: all, then those in memory
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return file ? resident * std::uint64_t(sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t peakResidentBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::uint64_t(usage.ru_maxrss) * 1024;
}

}  // namespace alcove::runtime
