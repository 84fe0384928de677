// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "quant/block_type.h"

namespace alcove::quant {

// How K and V are kept in the cache: as `count` blocks of F32, F16, Q8_0 or Q4_0. The last two hold
// rotated values (cpu/rotation.h). Q4_0 takes its scale from the value farthest from zero, which
// becomes level -8: a search for a better scale, as in BlockType::encode, would take longer than
// all else that is done with the value. The reference of the kernels; they write the same bytes.
void encodeCached(const BlockType& type, const float* values, std::byte* blocks, std::size_t count);
void decodeCached(const BlockType& type, const std::byte* blocks, float* values, std::size_t count);

}  // namespace alcove::quant
