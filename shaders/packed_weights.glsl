// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Packed weights (kernels/cpu/packed_layout.h): groups of 16 rows, the words of which lie side by
// side, so that neighbouring invocations read neighbouring words. What tells the types apart comes
// as specialization constants out of the same table as for the processor's kernels, and the driver
// folds them.

layout(constant_id = 10) const uint kLowBits = 4;
layout(constant_id = 11) const uint kHighBits = 0;
layout(constant_id = 12) const uint kOffset = 8;
layout(constant_id = 13) const uint kHead = 0;       // as enum Head
layout(constant_id = 14) const uint kSubScales = 0;  // as enum SubScales
layout(constant_id = 15) const uint kLevels = 0;     // as enum Levels
layout(constant_id = 16) const uint kSubBlocks = 1;  // of 32 columns, in a unit

const uint kGroupRows = 16;
const uint kVectorWords = 16;
const uint kScales = 0, kScalesAndMinima = 1, kExponents = 2;
const uint kNone = 0, kSigned = 1, kUnsignedAndMinima = 2, kSignedHalves = 3, kNibbleHalves = 4;

const uint kHeadWords = kHead == kExponents ? 4 : kHead == kScalesAndMinima ? 16 : 8;
const uint kScaleWords = kSubScales == kNone ? 0 : kSubScales == kSigned ? 4 : 8;
const uint kSubWords = (kLowBits + kHighBits) * kVectorWords + kScaleWords;
const uint kUnitWords = kHeadWords + kSubBlocks * kSubWords;

// The levels of kIq4Levels and kFp4Levels, four to a word.
const uint kLevelWords[8] = {0x3f2d1801, 0x766a5d4f, 0xa6998d81, 0xf1d9c5b5,
                             0x13121110, 0x1c181614, 0x0d0e0f10, 0x04080a0c};

layout(std430, binding = 0) readonly buffer Weights { uint weights[]; };

uint byteAt(uint first, uint index) { return bitfieldExtract(weights[first + index / 4], int(index % 4 * 8), 8); }
int signedByteAt(uint first, uint index) {
  return bitfieldExtract(int(weights[first + index / 4]), int(index % 4 * 8), 8);
}
float halfAt(uint first, uint index) {
  const vec2 both = unpackHalf2x16(weights[first + index / 2]);
  return index % 2 == 0 ? both.x : both.y;
}

// weight = scale × integer + base, for columns 0 … 15 and 16 … 31.
struct Lines {
  vec2 scale;
  vec2 base;
};

// `unit`: where the unit begins; `scales`: the sub-block's scales.
Lines linesOf(uint unit, uint scales, uint row) {
  float head;
  if (kHead == kExponents) {
    const uint exponent = byteAt(unit, row);
    head = exponent < 2 ? 0.0 : uintBitsToFloat((exponent - 1) << 23);
  } else {
    head = halfAt(unit, row);
  }
  vec2 scale = vec2(head), base = vec2(0.0);
  if (kSubScales == kUnsignedAndMinima) {
    scale = vec2(head * float(byteAt(scales, row)));
    base = vec2(-halfAt(unit + 8, row) * float(byteAt(scales, 16 + row)));
  } else if (kSubScales == kNibbleHalves) {
    const uvec2 both = uvec2(byteAt(scales, row), byteAt(scales, 16 + row));
    scale = head * vec2(both & 15);
    base = -halfAt(unit + 8, row) * vec2(both >> 4);
  } else if (kSubScales == kSignedHalves) {
    scale = head * vec2(signedByteAt(scales, row), signedByteAt(scales, 16 + row));
  } else if (kSubScales == kSigned) {
    scale = vec2(head * float(signedByteAt(scales, row)));
  } else if (kHead == kScalesAndMinima) {
    base = vec2(halfAt(unit + 8, row));
  }
  return Lines(scale, base - scale * float(kOffset));
}

uint levelOf(uint code) {
  return bitfieldExtract(kLevelWords[(kLevels == 1 ? 0 : 4) + code / 4], int(code % 4 * 8), 8);
}

// Columns 4g … 4g + 3 of a row: four integers.
vec4 integersAt(uint sub, uint g, uint row) {
  uint word;
  if (kLowBits == 8)
    word = weights[sub + g * kVectorWords + row];
  else if (kLowBits == 4)
    word = (weights[sub + g % 4 * kVectorWords + row] >> (g / 4 * 4)) & 0x0f0f0f0f;
  else
    word = (weights[sub + g / 4 * kVectorWords + row] >> (g % 4 * 2)) & 0x03030303;
  const uint high = sub + kLowBits * kVectorWords;
  if (kHighBits == 1)
    word |= ((weights[high + row] >> g) & 0x01010101) << kLowBits;
  else if (kHighBits == 2)
    word |= ((weights[high + g / 4 * kVectorWords + row] >> (g % 4 * 2)) & 0x03030303) << kLowBits;
  uvec4 codes = uvec4(word & 255, (word >> 8) & 255, (word >> 16) & 255, word >> 24);
  if (kLevels != 0)
    codes = uvec4(levelOf(codes.x), levelOf(codes.y), levelOf(codes.z), levelOf(codes.w));
  return vec4(codes);
}

// 32 weights of a row: sub-block `block` of the row group that begins at `group`.
void decodeBlock(uint group, uint block, uint row, out vec4 values[8]) {
  const uint unit = group + block / kSubBlocks * kUnitWords;
  const uint sub = unit + kHeadWords + block % kSubBlocks * kSubWords;
  const Lines lines = linesOf(unit, sub + (kLowBits + kHighBits) * kVectorWords, row);
  for (uint g = 0; g < 8; ++g) {
    const uint part = g / 4;
    values[g] = integersAt(sub, g, row) * lines.scale[part] + lines.base[part];
  }
}
