// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/backend.h"
#include "backends/memory_rules.h"

namespace alcove::backends::cpu {

// The backend that is always there: fast kernels for the instruction set at hand, references for
// the rest, one thread team.
[[nodiscard]] std::unique_ptr<Backend> createCpuBackend(const BackendOptions& options);

extern const MemoryRules kMemoryRules;

// The processor's name for people ("AMD EPYC 9B14"), without trademark noise.
[[nodiscard]] std::string processorName();

}  // namespace alcove::backends::cpu
