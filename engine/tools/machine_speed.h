// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace alcove::tools {

// What `threads` threads of this machine can do at best, measured now and in about a second each:
// the yardsticks that speeds of models are held against.

// Bytes per second, reading a buffer that no cache holds from front to back.
[[nodiscard]] double measureReadBandwidth(int threads);

// Multiplications and additions per second: 8-bit dot products where the processor has them as an
// instruction, else float32 fused multiply-adds.
[[nodiscard]] double measureArithmeticPeak(int threads);

}  // namespace alcove::tools
