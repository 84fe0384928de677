// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/kernel_table.h"

namespace alcove::kernels::cpu::amx {

// REQUIRES: the processor has the tile unit with bfloat16, and the system keeps its registers.
[[nodiscard]] const KernelTable& table();

}  // namespace alcove::kernels::cpu::amx
