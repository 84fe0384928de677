// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_bytes.h"
#include "cpu/quantize_wide.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// Writes the values of a group, of which not all fit one byte, as two digits.
void splitGroup(const float* values, int group, float inverse, ByteBlock& to) {
  alignas(64) float four[kLanes] = {};
  alignas(64) std::int32_t integers[kLanes];
  for (int i = 0; i < 4; ++i) four[i] = values[4 * group + i];
  storeWords(integers, roundToInt(mul(load(four), splat(inverse))));
  for (int i = 0; i < 4; ++i) {
    const std::int32_t high = (integers[i] + kHighDigit / 2) >> kHighBits;
    to.high[i] = std::int8_t(high);
    to.values[4 * group + i] = std::uint8_t(integers[i] - high * kHighDigit + kByteZero);
  }
}

bool hasOutstanding(const BlockValues& values, float largest) {
  F32 squares = splat(0);
  for (const F32& value : values) squares = fma(value, value, squares);
  return largest * largest * float(kSubColumns) > kOutstanding * sumLanes(squares);
}

// The group of four in which `largest` is, and the largest value of the others.
struct Outstanding {
  int group;
  float others;
};

Outstanding findOutstanding(const float* values, float largest) {
  Outstanding found{0, 0};
  float sizes[kByteGroups] = {};
  for (int i = 0; i < int(kSubColumns); ++i) {
    const float size = values[i] < 0 ? -values[i] : values[i];
    if (size > sizes[i / 4]) sizes[i / 4] = size;
    if (size == largest) found.group = i / 4;
  }
  for (int group = 0; group < kByteGroups; ++group)
    if (group != found.group && sizes[group] > found.others) found.others = sizes[group];
  return found;
}

ALCOVE_INLINE void storeValues(const BlockIntegers& integers, ByteBlock& to) {
  for (std::size_t i = 0; i < kBlockVectors; ++i)
    storeBytes(reinterpret_cast<std::int8_t*>(to.values) + i * kLanes, integers[i]);
  for (std::uint8_t& value : to.values) value = std::uint8_t(value + kByteZero);
}

void quantizeBlock(const BlockValues& values, ByteBlock& to) {
  const float largest = largestSize(values);
  const bool two = hasOutstanding(values, largest);
  float scale = largest / float(kByteLargest);
  alignas(64) float stored[kSubColumns];
  Outstanding outstanding{0, 0};
  if (two) {
    for (std::size_t i = 0; i < kBlockVectors; ++i) store(stored + i * kLanes, values[i]);
    outstanding = findOutstanding(stored, largest);
    // As fine as the others need, but no finer than two digits reach.
    const float others = outstanding.others / float(kByteLargest);
    const float least = largest / float(kHighLargest);
    scale = others > least ? others : least;
  }
  const Steps steps = stepsOf(scale);
  BlockIntegers integers;
  roundBlock(values, steps, integers);
  to.scale = steps.scale;
  storeSums(integers, to);
  storeValues(integers, to);
  to.highGroup = outstanding.group;
  for (int i = 0; i < 4; ++i) to.high[i] = 0;
  if (two) splitGroup(stored, outstanding.group, steps.inverse, to);
}

}  // namespace

void quantizeBytes(const QuantizeArgs& args) { quantizeBlocks<ByteBlock>(args, quantizeBlock); }

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
