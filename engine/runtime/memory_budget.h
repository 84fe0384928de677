// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/device_name.h"

namespace alcove::planner {
struct Device;
}

namespace alcove::runtime {

struct ListedDevice;

// How much of a device's memory a model may take. The device is named by its name or a part of it
// ("4090"), by its kind, which means each of that kind ("vulkan"), by its kind and its number
// ("cuda:1") or name ("vulkan:RTX 4090"), or as "host": the memory of the processor.
struct MemoryBudget {
  std::string device;
  std::uint64_t bytes = 0;
};

// "RTX 4090=24GB", "host=16GiB". Throws Error InvalidArgument, saying how it is written.
[[nodiscard]] MemoryBudget parseBudget(std::string_view text);

// What a model may take of a device's memory where nobody says: not all, because the screen and
// the driver need some of it.
[[nodiscard]] std::uint64_t usualBudget(std::uint64_t memoryBytes);

// Of the processor's memory: as a budget says, else what is free now.
[[nodiscard]] std::uint64_t processorBudget(std::span<const MemoryBudget> budgets);

// The processor, then the devices that a model may be divided between, the best first. `wanted`: of
// that kind, or that one; of no kind: all that are usable. Where none of a kind is usable, it is
// the first that there is. What shares the processor's memory comes only as the first. If a budget
// names such devices, only these are taken, those that this machine does not have as well. Throws
// Error InvalidArgument if two budgets name the same device.
[[nodiscard]] std::vector<planner::Device> devicesFor(const DeviceName& wanted,
                                                      std::span<const MemoryBudget> budgets);
// The same of devices that were listed already.
[[nodiscard]] std::vector<planner::Device> devicesFor(const DeviceName& wanted,
                                                      std::span<const MemoryBudget> budgets,
                                                      std::span<const ListedDevice> listed);

}  // namespace alcove::runtime
