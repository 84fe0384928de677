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

// K or V of the batch's tokens as float32 or float16 into the blocks of their sequences. One
// invocation writes one word.

layout(constant_id = 1) const uint kDim = 64;
layout(constant_id = 2) const uint kType = 1;  // as enum CellType, of the first two

layout(push_constant) uniform Push {
  uint tokenCount;
  uint kvHeads;
  uint blockTokens;
};

layout(binding = 1) uniform textureBuffer rows;
layout(binding = 3) uniform utextureBuffer tables;
layout(std430, binding = 0) writeonly buffer Cells { uint cells[]; };

const uint kPerWord = kType == kFloat ? 1 : 2;
const uint kWords = kDim / kPerWord;

void main() {
  const uint count = tokenCount * kvHeads * kWords;
  for (ALCOVE_EACH(i, count)) {
    const uint word = i % kWords, head = i / kWords % kvHeads, index = i / kWords / kvHeads;
    const Token token = tokenAt(index);
    const uint row = cellRow(tables, token, token.position, head, kvHeads, blockTokens);
    const uint from = (index * kvHeads + head) * kDim + word * kPerWord;
    const float value = at(rows, from);
    cells[row * kWords + word] = kType == kFloat
                                     ? floatBitsToUint(value)
                                     : halfBits(value) | halfBits(at(rows, from + 1)) << 16;
  }
}
