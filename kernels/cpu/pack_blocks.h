// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "cpu/types.h"

// The way of one GGUF block into row `row` of a unit (packed_layout.h); private to the kernels.

namespace alcove::kernels::cpu {

#define ALCOVE_DECLARE(type) \
  void pack##type(const std::uint8_t* block, std::uint8_t* unit, std::size_t row);
ALCOVE_PACKED_TYPES(ALCOVE_DECLARE)
#undef ALCOVE_DECLARE

}  // namespace alcove::kernels::cpu
