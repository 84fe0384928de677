#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "sums.glsl"

layout(push_constant) uniform Push {
  uint groups;
  uint width;
  float epsilon;
};
layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Weight { float weight[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

void main() {
  for (uint group = gl_WorkGroupID.x; group < groups; group += gl_NumWorkGroups.x) {
    const uint first = group * width;
    float squares = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      squares += x[first + i] * x[first + i];
    const float factor = inversesqrt(sumOfAll(squares) / float(width) + epsilon);
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      y[first + i] = x[first + i] * factor * weight[i];
  }
}
