// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "quant/block_type.h"

namespace alcove::quant {

// What encoders share: blocks come in batches, their scales are searched for together (fit.h), and
// the type's own file only writes what was found into its bits.

inline constexpr std::size_t kSuperValues = 256;
inline constexpr std::size_t kMaxGroups = 16;
inline constexpr std::size_t kSmallValues = 32;

// How a type represents values: levels from `lowest` to `highest`, with a minimum or without.
// Super-blocks store scales and minimums of their groups as codes from `lowestCode` to
// `highestCode`.
struct BlockLevels {
  std::size_t groupValues;  // 16 or 32
  int lowest;
  int highest;
  bool hasMinimum;
  int lowestCode = 0;
  int highestCode = 0;
};

// One small block as found: value ≈ scale × (levels + lowest) + minimum. Scale and minimum are
// halves.
struct SmallBlock {
  float scale = 0;
  float minimum = 0;
  std::uint8_t levels[kSmallValues];  // less `lowest`
};

// One super-block as found: value ≈ scale × codes × (levels + lowest) - minimumScale ×
// minimumCodes. Both scales are halves.
struct SuperBlock {
  float scale = 0;
  float minimumScale = 0;
  int codes[kMaxGroups];
  int minimumCodes[kMaxGroups];
  std::uint8_t levels[kSuperValues];  // less `lowest`
};

// The levels of a small block of five bits: bit i of the first 4 bytes is the fifth bit of value i;
// byte i of the 16 nibble pairs holds values i and i + 16.
void storeFiveBits(const std::uint8_t* levels, std::byte* fifthBits, std::byte* nibbles);

// The lower two bits of the levels of a super-block: bit pair r of byte i is that of value 32 r +
// i, 32 bytes for each half of the block.
void storeBitPairs(const std::uint8_t* levels, std::byte* pairs);

// Calls write(block, bytes) for each of `count` blocks of `blockBytes`.
void encodeSmallBlocks(const BlockLevels& type, const float* values, std::byte* blocks,
                       std::size_t count, std::size_t blockBytes, const Encoding& encoding,
                       void (*write)(const SmallBlock& block, std::byte* bytes));
void encodeSuperBlocks(const BlockLevels& type, const float* values, std::byte* blocks,
                       std::size_t count, std::size_t blockBytes, const Encoding& encoding,
                       void (*write)(const SuperBlock& block, std::byte* bytes));

}  // namespace alcove::quant
