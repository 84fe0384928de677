#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "float_product.glsl"

// Float weights as they are, row by row. One invocation: one row, kTokens tokens.

layout(constant_id = 2) const uint kTokens = 1;

layout(push_constant) uniform Push {
  uint firstRow;  // of this part of the matrix, with which the weights begin
  uint partRows;
  uint rows;   // of the whole matrix
  uint steps;  // along the columns
  uint tokens;
  uint hasBias;
};
layout(binding = 3) uniform textureBuffer bias;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint part = gl_GlobalInvocationID.x, row = firstRow + part;
  const uint firstToken = gl_WorkGroupID.y * kTokens;
  if (part >= partRows) return;
  float sums[kTokens];
  [[unroll]] for (uint t = 0; t < kTokens; ++t) sums[t] = 0.0;
  for (uint step = 0; step < steps; ++step) {
    const vec4 weight = weightsAt(part * steps + step);
    // Past the end of the batch the last token is computed once more.
    [[unroll]] for (uint t = 0; t < kTokens; ++t)
      sums[t] += dot(weight, activationsAt(min(firstToken + t, tokens - 1) * steps + step));
  }
  const float added = hasBias != 0 ? at(bias, row) : 0.0;
  [[unroll]] for (uint t = 0; t < kTokens; ++t)
    if (firstToken + t < tokens) y[(firstToken + t) * rows + row] = sums[t] + added;
}
