// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/engine.h"

namespace alcove::backends::split {
struct Placement;
}

namespace alcove::planner {
struct Device;
}

namespace alcove::runtime {

struct DeviceChoice;
struct DeviceName;
struct ListedDevice;

// A model divided between devices and the processor so that all have room for their part.
struct DeviceFit {
  // The devices that have a part, as models::ModelOptions::cards; the placement counts them from 1.
  std::vector<int> cards;
  std::shared_ptr<const backends::split::Placement> placement;
  std::uint32_t contextTokens = 0;
  std::uint64_t cacheTokens = 0;  // as in ContextFit
  std::string reason;             // sentences
};

// The processor and the devices that a model would be divided between.
[[nodiscard]] std::vector<planner::Device> devicesToFit(const DeviceName& wanted,
                                                        std::span<const MemoryBudget> budgets,
                                                        std::span<const ListedDevice> listed);

// The first device keeps `reservedBytes` of its budget for something else. On the processor alone
// what memory has no room for is read from the file. Throws Error Device, with the reason, if there
// is no such device; OutOfMemory, with the numbers, if not even a part of the model fits the
// devices, or the rest does not fit the processor's memory; and what planPlacement() throws.
[[nodiscard]] DeviceFit fitToDevice(const std::shared_ptr<const formats::GgufFile>& file,
                                    const EngineOptions& options, const DeviceChoice& choice,
                                    std::uint64_t reservedBytes);

}  // namespace alcove::runtime
