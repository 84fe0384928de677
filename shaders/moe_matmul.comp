#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0

// Float weights as they are, expert by expert. One invocation: one row for one use of an expert.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint firstExpert;  // of this part of the weight
  uint experts;      // in it
  uint rows;         // of one expert
  uint columns;
  uint used;
  uint xPerPair;  // 0: all experts of a token read one row of x
  uint hasBias;
};
layout(std430, binding = 0) readonly buffer Weights { float weights[]; };
layout(std430, binding = 1) readonly buffer X { float x[]; };
layout(std430, binding = 2) readonly buffer Bias { float bias[]; };
layout(std430, binding = 3) readonly buffer Routes { float routes[]; };
layout(std430, binding = 4) writeonly buffer Y { float y[]; };

void main() {
  const uint row = gl_GlobalInvocationID.x, pair = gl_WorkGroupID.y, token = pair / used;
  const uint expert = uint(routes[token * 2 * used + pair % used]);
  if (row >= rows || expert - firstExpert >= experts) return;
  const uint from = (xPerPair != 0 ? pair : token) * columns;
  const uint matrix = ((expert - firstExpert) * rows + row) * columns;
  float sum = hasBias != 0 ? bias[expert * rows + row] : 0.0;
  for (uint k = 0; k < columns; ++k) sum += weights[matrix + k] * x[from + k];
  y[pair * rows + row] = sum;
}
