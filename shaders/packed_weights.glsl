// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Packed weights (kernels/cpu/packed_layout.h): groups of 16 rows, the words of which lie side by
// side. They are read as texels of four words, which are four rows, a quad: so an invocation has
// the rows of a quad in the components of a vector, and neighbouring invocations read neighbouring
// texels. What tells the types apart comes as specialization constants out of the same table as for
// the processor's kernels, and the driver folds them.

layout(constant_id = 10) const uint kLowBits = 4;
layout(constant_id = 11) const uint kHighBits = 0;
layout(constant_id = 12) const uint kOffset = 8;
layout(constant_id = 13) const uint kHead = 0;       // as enum Head
layout(constant_id = 14) const uint kSubScales = 0;  // as enum SubScales
layout(constant_id = 15) const uint kLevels = 0;     // as enum Levels
layout(constant_id = 16) const uint kSubBlocks = 1;  // of 32 columns, in a unit

const uint kGroupRows = 16;
const uint kGroupQuads = 4;
const uint kScales = 0, kScalesAndMinima = 1, kExponents = 2;
const uint kNone = 0, kSigned = 1, kUnsignedAndMinima = 2, kSignedHalves = 3, kNibbleHalves = 4;

// In texels.
const uint kHeadTexels = kHead == kExponents ? 1 : kHead == kScalesAndMinima ? 4 : 2;
const uint kValueTexels = (kLowBits + kHighBits) * kGroupQuads;
const uint kScaleTexels = kSubScales == kNone ? 0 : kSubScales == kSigned ? 1 : 2;
const uint kSubTexels = kValueTexels + kScaleTexels;
const uint kUnitTexels = kHeadTexels + kSubBlocks * kSubTexels;

// The levels of kIq4Levels and kFp4Levels, four to a word.
const uint kLevelWords[8] = {0x3f2d1801, 0x766a5d4f, 0xa6998d81, 0xf1d9c5b5,
                             0x13121110, 0x1c181614, 0x0d0e0f10, 0x04080a0c};

layout(binding = 1) uniform utextureBuffer weights;

uvec4 texelAt(uint index) { return texelFetch(weights, int(index)); }

// One of an array of a half, or of a byte, for each row of the group.
vec4 halvesOf(uint first, uint quad) {
  const uvec4 texel = texelAt(first + quad / 2);
  const uvec2 words = quad % 2 == 0 ? texel.xy : texel.zw;
  return vec4(unpackHalf2x16(words.x), unpackHalf2x16(words.y));
}
uvec4 bytesOf(uint first, uint quad) {
  return (uvec4(texelAt(first)[quad]) >> uvec4(0, 8, 16, 24)) & 255;
}
vec4 signedBytesOf(uint first, uint quad) {
  return vec4(ivec4(uvec4(texelAt(first)[quad]) << uvec4(24, 16, 8, 0)) >> 24);
}
// Faster than from unsigned integers, which many devices convert in several steps.
vec4 floatsOf(uvec4 values) { return vec4(ivec4(values)); }

// weight = scale × integer + base, for columns 0 … 15 and 16 … 31 of a quad's rows.
struct Lines {
  vec4 scale[2];
  vec4 base[2];
};

vec4 exponentsOf(uint unit, uint quad) {
  const uvec4 bits = bytesOf(unit, quad);
  return mix(uintBitsToFloat((bits - 1) << 23), vec4(0.0), lessThan(bits, uvec4(2)));
}

// `unit`: where the unit begins; `scales`: the sub-block's scales.
Lines linesOf(uint unit, uint scales, uint quad) {
  const vec4 head = kHead == kExponents ? exponentsOf(unit, quad) : halvesOf(unit, quad);
  vec4 scale[2] = {head, head}, base[2] = {vec4(0.0), vec4(0.0)};
  if (kSubScales == kUnsignedAndMinima) {
    scale[0] = scale[1] = head * floatsOf(bytesOf(scales, quad));
    base[0] = base[1] = -halvesOf(unit + 2, quad) * floatsOf(bytesOf(scales + 1, quad));
  } else if (kSubScales == kNibbleHalves) {
    const vec4 minima = -halvesOf(unit + 2, quad);
    [[unroll]] for (uint side = 0; side < 2; ++side) {
      const uvec4 both = bytesOf(scales + side, quad);
      scale[side] = head * floatsOf(both & 15);
      base[side] = minima * floatsOf(both >> 4);
    }
  } else if (kSubScales == kSignedHalves) {
    [[unroll]] for (uint side = 0; side < 2; ++side)
      scale[side] = head * signedBytesOf(scales + side, quad);
  } else if (kSubScales == kSigned) {
    scale[0] = scale[1] = head * signedBytesOf(scales, quad);
  } else if (kHead == kScalesAndMinima) {
    base[0] = base[1] = halvesOf(unit + 2, quad);
  }
  [[unroll]] for (uint side = 0; side < 2; ++side) base[side] -= scale[side] * float(kOffset);
  return Lines(scale, base);
}

// Columns 4g … 4g + 3: a word of four bytes for each row of the quad.
uvec4 codesAt(uint sub, uint g, uint quad) {
  uvec4 words;
  if (kLowBits == 8)
    words = texelAt(sub + g * kGroupQuads + quad);
  else if (kLowBits == 4)
    words = (texelAt(sub + g % 4 * kGroupQuads + quad) >> (g / 4 * 4)) & 0x0f0f0f0f;
  else
    words = (texelAt(sub + g / 4 * kGroupQuads + quad) >> (g % 4 * 2)) & 0x03030303;
  const uint high = sub + kLowBits * kGroupQuads + quad;
  if (kHighBits == 1)
    words |= ((texelAt(high) >> g) & 0x01010101) << kLowBits;
  else if (kHighBits == 2)
    words |= ((texelAt(high + g / 4 * kGroupQuads) >> (g % 4 * 2)) & 0x03030303) << kLowBits;
  return words;
}

uint levelOf(uint code) {
  return bitfieldExtract(kLevelWords[(kLevels == 1 ? 0 : 4) + code / 4], int(code % 4 * 8), 8);
}

// The integers of one of the four columns.
vec4 columnOf(uvec4 codes, uint column) {
  uvec4 values = (codes >> (column * 8)) & 255;
  if (kLevels != 0)
    values = uvec4(levelOf(values.x), levelOf(values.y), levelOf(values.z), levelOf(values.w));
  return floatsOf(values);
}

// Where sub-block `block` of the row group that begins at `group` has its unit, and its values.
uint unitOf(uint group, uint block) { return group + block / kSubBlocks * kUnitTexels; }
uint subOf(uint unit, uint block) { return unit + kHeadTexels + block % kSubBlocks * kSubTexels; }
