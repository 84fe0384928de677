#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "elementwise.glsl"
#include "packed_weights.glsl"
#define ALCOVE_TOKENS 2
#include "tokens.glsl"

// A row of a packed table for each token. One invocation: 32 columns.

layout(push_constant) uniform Push {
  uint tokenCount;
  uint blocks;    // of 32 columns
  uint firstRow;  // of this part of the table
  uint rows;      // in it
  uint kind;      // as enum EmbeddingRows
};
layout(std430, binding = 0) writeonly buffer Y { vec4 y[]; };

void main() {
  const uint count = tokenCount * blocks;
  for (ALCOVE_EACH(i, count)) {
    const Token token = tokenAt(i / blocks);
    const uint row = (kind == 0 ? token.id : kind == 1 ? token.position : 0) - firstRow;
    if (row >= rows) continue;
    const uint quad = row % kGroupRows / 4, place = row % 4;
    const uint unit = unitOf(row / kGroupRows * (blocks / kSubBlocks * kUnitTexels), i % blocks);
    const uint sub = subOf(unit, i % blocks);
    const Lines lines = linesOf(unit, sub + kValueTexels, quad);
    [[unroll]] for (uint g = 0; g < 8; ++g) {
      const uvec4 codes = codesAt(sub, g, quad);
      vec4 values;
      [[unroll]] for (uint c = 0; c < 4; ++c) values[c] = columnOf(codes, c)[place];
      y[i * 8 + g] = values * lines.scale[g / 4][place] + lines.base[g / 4][place];
    }
  }
}
