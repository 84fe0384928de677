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
  uint groups;
  uint width;
  float epsilon;
};
layout(binding = 1) uniform textureBuffer x;
layout(binding = 2) uniform textureBuffer weight;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  for (uint group = gl_WorkGroupID.x; group < groups; group += gl_NumWorkGroups.x) {
    const uint first = group * width;
    float squares = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      squares += at(x, first + i) * at(x, first + i);
    const float factor = inversesqrt(sumOfAll(squares) / float(width) + epsilon);
    for (uint i = gl_LocalInvocationID.x; i < width; i += kThreads)
      y[first + i] = at(x, first + i) * factor * at(weight, i);
  }
}
