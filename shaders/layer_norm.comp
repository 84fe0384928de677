#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "sums.glsl"

layout(push_constant) uniform Push {
  uint rows;
  uint width;
  float epsilon;
  uint hasBias;
};
layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Weight { float weight[]; };
layout(std430, binding = 2) readonly buffer Bias { float bias[]; };
layout(std430, binding = 3) writeonly buffer Y { float y[]; };

void main() {
  for (uint row = gl_WorkGroupID.x; row < rows; row += gl_NumWorkGroups.x) {
    const uint first = row * width;
    float sum = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads) sum += x[first + i];
    const float mean = sumOfAll(sum) / float(width);
    float squares = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      squares += (x[first + i] - mean) * (x[first + i] - mean);
    const float factor = inversesqrt(sumOfAll(squares) / float(width) + epsilon);
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      y[first + i] = (x[first + i] - mean) * factor * weight[i] + (hasBias != 0 ? bias[i] : 0.0);
  }
}
