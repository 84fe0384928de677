// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "backends/backend.h"
#include "backends/memory_rules.h"

namespace alcove::backends::vulkan {

// On options.device, the best device being number 0. Throws Error Device, with the reason, if there
// is none.
[[nodiscard]] std::unique_ptr<Backend> createVulkanBackend(const BackendOptions& options);

// BackendRow::describe. Does not throw.
[[nodiscard]] std::vector<DeviceDescription> describeVulkanDevices();

extern const MemoryRules kMemoryRules;

}  // namespace alcove::backends::vulkan
