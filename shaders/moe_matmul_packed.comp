#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "packed_weights.glsl"

// One work group: 16 rows of an expert, for one use of it. As matmul_packed with one token.

layout(local_size_x = 16, local_size_y_id = 0) in;
layout(constant_id = 0) const uint kParts = 4;

layout(push_constant) uniform Push {
  uint firstExpert;  // of this part of the weight
  uint experts;      // in it
  uint rows;         // of one expert
  uint blocks;       // of 32 columns
  uint used;
  uint xPerPair;  // 0: all experts of a token read one row of x
  uint hasBias;
  uint expertWords;  // from one expert's matrix to the next's
};
layout(std430, binding = 1) readonly buffer X { vec4 x[]; };
layout(std430, binding = 2) readonly buffer Bias { float bias[]; };
layout(std430, binding = 3) writeonly buffer Y { float y[]; };
layout(std430, binding = 4) readonly buffer Routes { float routes[]; };

shared float partial[kParts * kGroupRows];

void main() {
  const uint row = gl_LocalInvocationID.x, part = gl_LocalInvocationID.y;
  const uint pair = gl_WorkGroupID.y, token = pair / used;
  const uint expert = uint(routes[token * 2 * used + pair % used]);
  if (expert - firstExpert >= experts) return;  // all of the work group
  const uint group = (expert - firstExpert) * expertWords +
                     gl_WorkGroupID.x * (blocks / kSubBlocks * kUnitWords);
  const uint from = (xPerPair != 0 ? pair : token) * blocks;
  float sum = 0.0;
  for (uint block = part; block < blocks; block += kParts) {
    vec4 values[8];
    decodeBlock(group, block, row, values);
    for (uint g = 0; g < 8; ++g) sum += dot(values[g], x[(from + block) * 8 + g]);
  }
  partial[part * kGroupRows + row] = sum;
  barrier();
  if (part != 0) return;
  for (uint p = 1; p < kParts; ++p) sum += partial[p * kGroupRows + row];
  const uint outRow = gl_WorkGroupID.x * kGroupRows + row;
  if (outRow >= rows) return;
  y[pair * rows + outRow] = sum + (hasBias != 0 ? bias[expert * rows + outRow] : 0.0);
}
