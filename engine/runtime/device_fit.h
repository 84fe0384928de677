// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "runtime/engine.h"

namespace alcove::backends::split {
struct Placement;
}

namespace alcove::planner {
struct Device;
}

namespace alcove::runtime {

struct ListedDevice;

// A model divided between a device and the processor so that both have room for their part.
struct DeviceFit {
  std::shared_ptr<const backends::split::Placement> placement;
  std::uint32_t contextTokens = 0;
  std::uint64_t cacheTokens = 0;  // as in ContextFit
  std::string reason;             // sentences
};

// What a model may not count on of a device's budget.
struct Reserve {
  std::uint64_t bytes = 0;  // that something else takes
  double share = 1;         // of the budget that is believed
};

// The processor and the device of the kind that a model would be divided between.
[[nodiscard]] std::vector<planner::Device> devicesToFit(const std::string& kind,
                                                        std::span<const MemoryBudget> budgets,
                                                        std::span<const ListedDevice> listed);

// `kind`: of the device; "cpu": what memory has no room for is read from the file. Throws Error
// OutOfMemory, with the numbers, if not even a part of the model fits the device, or the rest does
// not fit the processor's memory; and what planPlacement() throws.
[[nodiscard]] DeviceFit fitToDevice(const std::shared_ptr<const formats::GgufFile>& file,
                                    const EngineOptions& options, const std::string& kind,
                                    const Reserve& reserve);

}  // namespace alcove::runtime
