// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace alcove::quant {

// Eight-bit "dynamic" codes: the byte is the rank of one of 256 values in [-1, 1] (signed) or [0,
// 1] (unsigned), which lie closer together towards zero: seven decades, each divided twice as
// finely as the one below. Source: Dettmers, "8-Bit Approximations for Parallelism in Deep
// Learning", 2016, and Dettmers et al., "8-bit Optimizers via Block-wise Quantization", 2022.
[[nodiscard]] std::span<const float, 256> dynamicValues(bool isSigned);

// Values as such codes, with the largest magnitude of every `blockValues` of them as their scale.
struct Dynamic8 {
  static constexpr std::size_t kBlockValues = 256;

  std::vector<std::uint8_t> codes;  // one for each value
  std::vector<float> absmax;        // one for each block, the last perhaps of fewer values
};

// The code of the value nearest to `value`, which is in [-1, 1]. A value belongs to the lower of
// two up to their middle, as float32 has it.
[[nodiscard]] std::uint8_t nearestDynamic(std::span<const float, 256> table, float value);

// Which code a value gets: the nearest, or the one that bitsandbytes 0.50 finds on a processor:
// that nearest to the nearest of 65,536 evenly spread values, and 0 in a block of zeros.
enum class DynamicCodes : std::uint8_t { Nearest, BitsandbytesCpu };
[[nodiscard]] Dynamic8 encodeDynamic8(std::span<const float> values, bool isSigned,
                                      std::size_t blockValues = Dynamic8::kBlockValues,
                                      DynamicCodes rule = DynamicCodes::Nearest);
[[nodiscard]] std::vector<float> decodeDynamic8(const Dynamic8& stored, bool isSigned,
                                                std::size_t blockValues = Dynamic8::kBlockValues);

}  // namespace alcove::quant
