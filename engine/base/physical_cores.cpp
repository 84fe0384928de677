// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <sched.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "base/thread_pool.h"

namespace alcove::base {
namespace {

std::optional<long> readNumber(const std::string& path) {
  std::ifstream file(path);
  long value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

// Cores among the processors of the affinity mask; hyper-threads of one core count once.
int coresOfAffinity() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  if (sched_getaffinity(0, sizeof mask, &mask) != 0) {
    return int(std::max(1u, std::thread::hardware_concurrency()));
  }
  std::set<std::pair<long, long>> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &mask)) continue;
    const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    const auto package = readNumber(topology + "physical_package_id");
    const auto core = readNumber(topology + "core_id");
    // Without a topology every processor counts as a core of its own.
    cores.insert(core ? std::pair(package.value_or(0), *core) : std::pair(-1L, long(cpu)));
  }
  return std::max(1, int(cores.size()));
}

// Processors' worth of time in a file "quota period" or "max period"; nothing if unlimited.
std::optional<int> limitOf(const std::filesystem::path& folder) {
  std::ifstream file(folder / "cpu.max");
  long quota = 0;
  long period = 0;
  if (!(file >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return int((quota + period - 1) / period);
}

// The tightest limit of this process's control group (version 2) and those above it.
std::optional<int> limitOfControlGroup() {
  std::ifstream file("/proc/self/cgroup");
  std::optional<int> tightest;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("0::/")) continue;
    const std::filesystem::path root = "/sys/fs/cgroup";
    for (std::filesystem::path group = line.substr(4);; group = group.parent_path()) {
      const auto limit = limitOf(root / group);
      if (limit && (!tightest || *limit < *tightest)) tightest = limit;
      if (group.empty()) break;
    }
  }
  return tightest;
}

}  // namespace

int physicalCores() {
  const int cores = coresOfAffinity();
  return std::clamp(limitOfControlGroup().value_or(cores), 1, cores);
}

}  // namespace alcove::base
