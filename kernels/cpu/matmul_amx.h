// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/matmul.h"
#include "cpu/peak.h"

// Wide batches on the tile unit; private to the kernels.

namespace alcove::kernels::cpu::amx {

// From here on decoding the weights pays. At least 8: the tokens as bfloat16, in whole tiles of 16,
// then need no more than activationBytes().
inline constexpr std::size_t kWideTokens = 12;

// As quantizeActivations and matmul; both for batches of at least kWideTokens.
void convertActivations(const QuantizeArgs& args);
void matmulWide(const MatmulArgs& args);

// KernelTable::multiplyAddPeak for the tile unit.
std::int64_t multiplyAddPeak(const PeakArgs& args);

}  // namespace alcove::kernels::cpu::amx
