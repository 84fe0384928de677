#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "float_product.glsl"

// Experts of float weights as they are. One invocation: one row of an expert, for one use of it.

layout(push_constant) uniform Push {
  uint firstExpert;  // of this part of the weight
  uint experts;      // in it
  uint rows;         // of one expert
  uint steps;        // along the columns
  uint used;
  uint xPerPair;  // 0: all experts of a token read one row of x
  uint hasBias;
};
layout(binding = 3) uniform textureBuffer bias;
layout(binding = 4) uniform textureBuffer routes;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint row = gl_GlobalInvocationID.x, pair = gl_WorkGroupID.y, token = pair / used;
  const uint expert = uint(at(routes, token * 2 * used + pair % used));
  if (row >= rows || expert - firstExpert >= experts) return;
  const uint from = (xPerPair != 0 ? pair : token) * steps;
  const uint matrix = ((expert - firstExpert) * rows + row) * steps;
  float sum = 0.0;
  for (uint step = 0; step < steps; ++step)
    sum += dot(weightsAt(matrix + step), activationsAt(from + step));
  y[pair * rows + row] = sum + (hasBias != 0 ? at(bias, expert * rows + row) : 0.0);
}
