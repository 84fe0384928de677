#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "reads.glsl"
#define ALCOVE_TOKENS 2
#include "cache_cells.glsl"
#include "elementwise.glsl"
#include "half_bits.glsl"
#include "rotation.glsl"

// K or V of the batch's tokens as Q8_0 or Q4_0 into the blocks of their sequences, as
// quant/cached_blocks.h has it. One invocation writes one block of 32 values. The bytes are the
// processor's where the device divides exactly.

layout(constant_id = 1) const uint kDim = 64;
layout(constant_id = 2) const uint kType = 2;  // as enum CellType, of the last two

layout(push_constant) uniform Push {
  uint tokenCount;
  uint kvHeads;
  uint blockTokens;
};

layout(binding = 1) uniform textureBuffer rows;
layout(binding = 3) uniform utextureBuffer tables;
layout(std430, binding = 0) buffer Cells { uint cells[]; };

const uint kBlocks = kDim / kRotated;
const uint kBlockHalves = kType == kBytes ? 17 : 9;

// Neighbouring blocks share a word, and may be written at the same time.
void putHalf(uint index, uint bits) {
  const uint shift = index % 2 * 16;
  atomicAnd(cells[index / 2], ~(0xffff << shift));
  atomicOr(cells[index / 2], bits << shift);
}

uint levelOf(float value, float low, float high) {
  const float inside = clamp(value, low, high);
  return uint(int(inside + (inside < 0.0 ? -0.5 : 0.5)) - (kType == kBytes ? 0 : int(low)));
}

// The scale, whose nearest half is kept.
float scaleOf(float values[kRotated]) {
  float highest = 0.0, lowest = 0.0;
  [[unroll]] for (uint i = 0; i < kRotated; ++i) {
    highest = max(highest, values[i]);
    lowest = min(lowest, values[i]);
  }
  if (kType == kBytes) return max(highest, -lowest) / 127.0;
  return highest > -lowest ? highest / -8.0 : -lowest / 8.0;
}

void putBlock(uint first, float values[kRotated]) {
  const uint scaleBits = halfBits(scaleOf(values));
  const float scale = unpackHalf2x16(scaleBits).x;
  const float inverse = scale != 0.0 ? 1.0 / scale : 0.0;
  putHalf(first, scaleBits);
  [[unroll]] for (uint i = 1; i < kBlockHalves; ++i) {
    uint bytes[2];
    [[unroll]] for (uint j = 0; j < 2; ++j) {
      const uint place = 2 * (i - 1) + j;
      if (kType == kBytes)
        bytes[j] = levelOf(values[place % kRotated] * inverse, -127.0, 127.0) & 255;
      else
        bytes[j] = levelOf(values[place % 16] * inverse, -8.0, 7.0) |
                   levelOf(values[place % 16 + 16] * inverse, -8.0, 7.0) << 4;
    }
    putHalf(first + i, bytes[0] | bytes[1] << 8);
  }
}

void main() {
  const uint count = tokenCount * kvHeads * kBlocks;
  for (ALCOVE_EACH(i, count)) {
    const uint block = i % kBlocks, head = i / kBlocks % kvHeads, index = i / kBlocks / kvHeads;
    const Token token = tokenAt(index);
    const uint row = cellRow(tables, token, token.position, head, kvHeads, blockTokens);
    float values[kRotated];
    [[unroll]] for (uint j = 0; j < kRotated; ++j) values[j] = at(rows, i * kRotated + j);
    rotate(values);
    putBlock((row * kBlocks + block) * kBlockHalves, values);
  }
}
