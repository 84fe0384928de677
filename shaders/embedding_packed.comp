#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "packed_weights.glsl"
#include "tokens.glsl"

// A row of a packed table for each token. One invocation: 32 columns.

layout(push_constant) uniform Push {
  uint tokenCount;
  uint blocks;    // of 32 columns
  uint firstRow;  // of this part of the table
  uint rows;      // in it
  uint kind;      // as enum EmbeddingRows
};
layout(std430, binding = 1) readonly buffer Tokens { Token tokens[]; };
layout(std430, binding = 2) writeonly buffer Y { vec4 y[]; };

void main() {
  const uint count = tokenCount * blocks;
  for (ALCOVE_EACH(i, count)) {
    const Token token = tokens[i / blocks];
    const uint row = (kind == 0 ? token.id : kind == 1 ? token.position : 0) - firstRow;
    if (row >= rows) continue;
    vec4 values[8];
    decodeBlock(row / kGroupRows * (blocks / kSubBlocks * kUnitWords), i % blocks,
                row % kGroupRows, values);
    for (uint g = 0; g < 8; ++g) y[i * 8 + g] = values[g];
  }
}
