// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::tools {

// What `threads` threads of this machine can do at best, measured now and in about a second each:
// the yardsticks that speeds of models are held against.

// Bytes per second, reading a buffer of 1 GiB from front to back.
[[nodiscard]] double measureReadBandwidth(int threads);

// Multiplications and additions per second of 8-bit integers, in registers alone, by the
// instructions that the chosen kernels use.
[[nodiscard]] double measureArithmeticPeak(int threads);

}  // namespace alcove::tools
