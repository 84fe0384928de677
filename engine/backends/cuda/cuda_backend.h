// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "backends/backend.h"
#include "backends/memory_rules.h"

namespace alcove::backends::cuda {

// On options.device, the best card being number 0. Throws Error Device, with the reason, if there
// is none.
[[nodiscard]] std::unique_ptr<Backend> createCudaBackend(const BackendOptions& options);

// BackendRow::describe. Does not throw.
[[nodiscard]] std::vector<DeviceDescription> describeCudaDevices();

// What it takes of a card.
extern const MemoryRules kMemoryRules;

}  // namespace alcove::backends::cuda
