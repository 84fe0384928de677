// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/encode_blocks.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "quant/bytes.h"
#include "quant/fit.h"

namespace alcove::quant {
namespace {

constexpr Fits kReference{};

// Enough groups for the widest kernels.
constexpr std::size_t kBatchValues = 2048;
constexpr std::size_t kSmallBatch = kBatchValues / kSmallValues;
constexpr std::size_t kSuperBatch = kBatchValues / kSuperValues;

float asHalf(float value) { return base::halfToFloat(base::floatToHalf(value)); }

// The importance of columns becomes weights of values: times (σ² + value²)^⅜, σ² being the block's
// mean square, because the values that stand out carry more of what a model knows than their
// squared error says. (An exponent of 0 gives the smallest weighted error, ½ is llama.cpp's choice;
// in between, neither the weighted nor the plain error is more than a little above its best.)
void weigh(const float* values, const float* importance, std::size_t count, std::size_t block,
           float* weights) {
  for (std::size_t begin = 0; begin < count; begin += block) {
    float squares = 0;
    for (std::size_t i = begin; i < begin + block; ++i) squares += values[i] * values[i];
    const float mean = squares / float(block);
    for (std::size_t i = begin; i < begin + block; ++i) {
      const float root = std::sqrt(std::sqrt(mean + values[i] * values[i]));
      weights[i] = importance[i] * root * std::sqrt(root);
    }
  }
}

struct Line {
  float step;
  float minimum;
};

void chooseLevels(const BlockLevels& type, const float* values, std::size_t count, Line line,
                  std::uint8_t* levels) {
  const float inverse = line.step != 0 ? 1 / line.step : 0;
  for (std::size_t i = 0; i < count; ++i)
    levels[i] = std::uint8_t(
        roundInto((values[i] - line.minimum) * inverse, type.lowest, type.highest) - type.lowest);
}

// Everything that is known about one batch of super-blocks.
struct SuperBatch {
  float weights[kBatchValues];
  float scales[kBatchValues / 16], minimums[kBatchValues / 16];
  float units[kBatchValues / 16], minimumUnits[kBatchValues / 16];
};

// The unit that makes the largest of `scales` an outermost code, and the codes of all of them.
void firstCodes(const BlockLevels& type, float* scales, float* units, std::size_t groups) {
  float extreme = 0;
  for (std::size_t g = 0; g < groups; ++g)
    if (std::fabs(scales[g]) > std::fabs(extreme)) extreme = scales[g];
  const int outermost = type.lowestCode < 0 ? type.lowestCode : type.highestCode;
  const float unit = asHalf(extreme / float(outermost));
  const float inverse = unit != 0 ? 1 / unit : 0;
  for (std::size_t g = 0; g < groups; ++g) {
    units[g] = unit;
    scales[g] = float(roundInto(scales[g] * inverse, type.lowestCode, type.highestCode));
  }
}

void fitSuperBatch(const BlockLevels& type, const float* values, std::size_t count,
                   const Encoding& encoding, SuperBatch& batch) {
  const Fits& fits = encoding.fits ? *encoding.fits : kReference;
  const std::size_t groups = kSuperValues / type.groupValues;
  kernels::cpu::FitScalesArgs scales;
  scales.values = values;
  scales.weights = encoding.importance ? batch.weights : nullptr;
  scales.groupValues = type.groupValues;
  scales.groups = count * groups;
  scales.lowest = float(type.lowest);
  scales.highest = float(type.highest);
  scales.minimumAtMostZero = true;
  scales.scales = batch.scales;
  scales.minimums = type.hasMinimum ? batch.minimums : nullptr;
  fits.scales(scales);

  for (std::size_t b = 0; b < count; ++b) {
    const std::size_t at = b * groups;
    firstCodes(type, batch.scales + at, batch.units + at, groups);
    if (!type.hasMinimum) continue;
    for (std::size_t g = at; g < at + groups; ++g) batch.minimums[g] = -batch.minimums[g];
    firstCodes(type, batch.minimums + at, batch.minimumUnits + at, groups);
  }

  kernels::cpu::RefineCodesArgs codes;
  codes.values = values;
  codes.weights = scales.weights;
  codes.groupValues = type.groupValues;
  codes.groups = scales.groups;
  codes.lowest = scales.lowest;
  codes.highest = scales.highest;
  codes.lowestCode = float(type.lowestCode);
  codes.highestCode = float(type.highestCode);
  codes.units = batch.units;
  codes.codes = batch.scales;
  if (type.hasMinimum) {
    codes.minimumUnits = batch.minimumUnits;
    codes.minimumCodes = batch.minimums;
  }
  fits.codes(codes);
}

void readSuperBlock(const BlockLevels& type, const float* values, const SuperBatch& batch,
                    std::size_t index, SuperBlock& block) {
  const std::size_t groups = kSuperValues / type.groupValues;
  const std::size_t at = index * groups;
  block.scale = batch.units[at];
  block.minimumScale = type.hasMinimum ? batch.minimumUnits[at] : 0;
  for (std::size_t g = 0; g < groups; ++g) {
    block.codes[g] = int(batch.scales[at + g]);
    block.minimumCodes[g] = type.hasMinimum ? int(batch.minimums[at + g]) : 0;
    const Line line = {block.scale * float(block.codes[g]),
                       -block.minimumScale * float(block.minimumCodes[g])};
    const std::size_t first = g * type.groupValues;
    chooseLevels(type, values + first, type.groupValues, line, block.levels + first);
  }
}

}  // namespace

void storeFiveBits(const std::uint8_t* levels, std::byte* fifthBits, std::byte* nibbles) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < kSmallValues; ++i) word |= std::uint32_t(levels[i] >> 4) << i;
  std::memcpy(fifthBits, &word, sizeof word);
  constexpr std::size_t kHalf = kSmallValues / 2;
  for (std::size_t i = 0; i < kHalf; ++i)
    nibbles[i] = std::byte((levels[i] & 15) | ((levels[i + kHalf] & 15) << 4));
}

void storeBitPairs(const std::uint8_t* levels, std::byte* pairs) {
  for (std::size_t half = 0; half < 2; ++half, levels += kSuperValues / 2, pairs += 32) {
    for (std::size_t i = 0; i < 32; ++i)
      pairs[i] = std::byte((levels[i] & 3) | ((levels[i + 32] & 3) << 2) |
                           ((levels[i + 64] & 3) << 4) | ((levels[i + 96] & 3) << 6));
  }
}

void encodeSmallBlocks(const BlockLevels& type, const float* values, std::byte* blocks,
                       std::size_t count, std::size_t blockBytes, const Encoding& encoding,
                       void (*write)(const SmallBlock& block, std::byte* bytes)) {
  const Fits& fits = encoding.fits ? *encoding.fits : kReference;
  float weights[kBatchValues];
  float scales[kSmallBatch], minimums[kSmallBatch] = {};
  for (std::size_t done = 0; done < count; done += kSmallBatch) {
    const std::size_t part = std::min(kSmallBatch, count - done);
    const float* from = values + done * kSmallValues;
    if (encoding.importance)
      weigh(from, encoding.importance + done * kSmallValues, part * kSmallValues, kSmallValues,
            weights);
    kernels::cpu::FitScalesArgs fit;
    fit.values = from;
    fit.weights = encoding.importance ? weights : nullptr;
    fit.groupValues = kSmallValues;
    fit.groups = part;
    fit.lowest = float(type.lowest);
    fit.highest = float(type.highest);
    fit.scales = scales;
    fit.minimums = type.hasMinimum ? minimums : nullptr;
    fits.scales(fit);
    for (std::size_t b = 0; b < part; ++b) {
      SmallBlock block;
      block.scale = asHalf(scales[b]);
      block.minimum = asHalf(minimums[b]);
      chooseLevels(type, from + b * kSmallValues, kSmallValues, {block.scale, block.minimum},
                   block.levels);
      write(block, blocks + (done + b) * blockBytes);
    }
  }
}

void encodeSuperBlocks(const BlockLevels& type, const float* values, std::byte* blocks,
                       std::size_t count, std::size_t blockBytes, const Encoding& encoding,
                       void (*write)(const SuperBlock& block, std::byte* bytes)) {
  SuperBatch batch;
  SuperBlock block;
  for (std::size_t done = 0; done < count; done += kSuperBatch) {
    const std::size_t part = std::min(kSuperBatch, count - done);
    const float* from = values + done * kSuperValues;
    if (encoding.importance)
      weigh(from, encoding.importance + done * kSuperValues, part * kSuperValues, kSuperValues,
            batch.weights);
    fitSuperBatch(type, from, part, encoding, batch);
    for (std::size_t b = 0; b < part; ++b) {
      readSuperBlock(type, from + b * kSuperValues, batch, b, block);
      write(block, blocks + (done + b) * blockBytes);
    }
  }
}

}  // namespace alcove::quant
