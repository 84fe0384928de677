#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#include "elementwise.glsl"

// Puts the parts of split contexts together: one value of one head of one token.

layout(push_constant) uniform Push {
  uint count;
  uint dim;
  uint splits;
};
layout(binding = 1) uniform textureBuffer parts;  // dim sums, the largest score, the total
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint width = dim + 2;
  for (ALCOVE_EACH(i, count)) {
    const uint first = i / dim * splits * width;
    float largest = at(parts, first + dim);
    for (uint split = 1; split < splits; ++split)
      largest = max(largest, at(parts, first + split * width + dim));
    float sum = 0.0, total = 0.0;
    for (uint split = 0; split < splits; ++split) {
      const uint part = first + split * width;
      const float factor = exp(at(parts, part + dim) - largest);
      sum += at(parts, part + i % dim) * factor;
      total += at(parts, part + dim + 1) * factor;
    }
    y[i] = sum / total;
  }
}
