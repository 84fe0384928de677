#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0

// Float weights as they are, row by row. One invocation: one row, kTokens tokens.

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint kTokens = 1;

layout(push_constant) uniform Push {
  uint firstRow;  // of this part of the matrix, with which the binding begins
  uint rows;      // of the whole matrix
  uint columns;
  uint tokens;
  uint hasBias;
};
layout(std430, binding = 0) readonly buffer Weights { float weights[]; };
layout(std430, binding = 1) readonly buffer X { float x[]; };
layout(std430, binding = 2) readonly buffer Bias { float bias[]; };
layout(std430, binding = 3) writeonly buffer Y { float y[]; };

void main() {
  const uint part = gl_GlobalInvocationID.x, row = firstRow + part;
  const uint firstToken = gl_WorkGroupID.y * kTokens;
  if (part * columns >= weights.length()) return;
  float sums[kTokens];
  for (uint t = 0; t < kTokens; ++t) sums[t] = 0.0;
  for (uint k = 0; k < columns; ++k) {
    const float weight = weights[part * columns + k];
    // Past the end of the batch the last token is computed once more.
    for (uint t = 0; t < kTokens; ++t)
      sums[t] += weight * x[min(firstToken + t, tokens - 1) * columns + k];
  }
  for (uint t = 0; t < kTokens && firstToken + t < tokens; ++t)
    y[(firstToken + t) * rows + row] = sums[t] + (hasBias != 0 ? bias[row] : 0.0);
}
