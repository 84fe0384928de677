#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#ifdef ALCOVE_SUBGROUPS
#extension GL_KHR_shader_subgroup_arithmetic : require
#endif
#include "reads.glsl"
#include "sums.glsl"

layout(push_constant) uniform Push {
  uint rows;
  uint width;
  float epsilon;
  uint hasBias;
};
layout(binding = 1) uniform textureBuffer x;
layout(binding = 2) uniform textureBuffer weight;
layout(binding = 3) uniform textureBuffer bias;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  for (uint row = gl_WorkGroupID.x; row < rows; row += gl_NumWorkGroups.x) {
    const uint first = row * width;
    float sum = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads) sum += at(x, first + i);
    const float mean = sumOfAll(sum) / float(width);
    float squares = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      squares += (at(x, first + i) - mean) * (at(x, first + i) - mean);
    const float factor = inversesqrt(sumOfAll(squares) / float(width) + epsilon);
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      y[first + i] = (at(x, first + i) - mean) * factor * at(weight, i) + (hasBias != 0 ? at(bias, i) : 0.0);
  }
}
