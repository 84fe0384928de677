// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace alcove::runtime {

// What this machine has that models care about.
struct Machine {
  std::string processor;             // "AMD EPYC"
  int cores = 1;                     // physical, that this process may use
  std::uint64_t memoryBytes = 0;     // of the machine, or of the control group if that is less
  std::uint64_t availableBytes = 0;  // what could be used now without swapping
  std::string instructionSet;  // the best that both processor and kernels know: "AVX-512 VNNI"
};

// Looks afresh at each call.
[[nodiscard]] Machine inspectMachine();

// What this process has in memory now, in bytes; mapped files count as far as they are in memory.
[[nodiscard]] std::uint64_t residentBytes();

// The most that this process has had in memory so far, in bytes.
[[nodiscard]] std::uint64_t peakResidentBytes();

}  // namespace alcove::runtime
