#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "packed_weights.glsl"

// One work group: 16 rows, kTokens tokens. Each row has kParts invocations, which take turns with
// the blocks of 32 columns; their sums meet in shared memory.

layout(local_size_x = 16, local_size_y_id = 0) in;
layout(constant_id = 0) const uint kParts = 4;
layout(constant_id = 1) const uint kTokens = 1;

layout(push_constant) uniform Push {
  uint firstRow;  // of this part of the matrix, whose groups begin the binding
  uint rows;      // of the whole matrix
  uint blocks;    // of 32 columns
  uint tokens;
  uint hasBias;
};
layout(std430, binding = 1) readonly buffer X { vec4 x[]; };
layout(std430, binding = 2) readonly buffer Bias { float bias[]; };
layout(std430, binding = 3) writeonly buffer Y { float y[]; };

shared float partial[kParts * kTokens * kGroupRows];

void main() {
  const uint row = gl_LocalInvocationID.x, part = gl_LocalInvocationID.y;
  const uint group = gl_WorkGroupID.x * (blocks / kSubBlocks * kUnitWords);
  const uint firstToken = gl_WorkGroupID.y * kTokens;
  float sums[kTokens];
  for (uint t = 0; t < kTokens; ++t) sums[t] = 0.0;
  for (uint block = part; block < blocks; block += kParts) {
    vec4 values[8];
    decodeBlock(group, block, row, values);
    for (uint t = 0; t < kTokens; ++t) {
      // Past the end of the batch the last token is computed once more.
      const uint from = (min(firstToken + t, tokens - 1) * blocks + block) * 8;
      for (uint g = 0; g < 8; ++g) sums[t] += dot(values[g], x[from + g]);
    }
  }
  if (kParts > 1) {
    for (uint t = 0; t < kTokens; ++t)
      partial[(part * kTokens + t) * kGroupRows + row] = sums[t];
    barrier();
    if (part != 0) return;
    for (uint t = 0; t < kTokens; ++t)
      for (uint p = 1; p < kParts; ++p) sums[t] += partial[(p * kTokens + t) * kGroupRows + row];
  }
  const uint outRow = firstRow + gl_WorkGroupID.x * kGroupRows + row;
  if (outRow >= rows) return;
  for (uint t = 0; t < kTokens && firstToken + t < tokens; ++t)
    y[(firstToken + t) * rows + outRow] = sums[t] + (hasBias != 0 ? bias[outRow] : 0.0);
}
