// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "adapters/lora.h"

namespace alcove::adapters {

// Turns row `index` of a base's matrix into that of the adapted one before DoRA's rescaling, and
// gives the factor of that: the magnitude over the row's length, 1 for plain LoRA and for a row of
// zeros. In single precision, but for the length. May be called from several threads at once.
double addChange(const LoraLayer& layer, std::int64_t index, std::span<float> row);

}  // namespace alcove::adapters
