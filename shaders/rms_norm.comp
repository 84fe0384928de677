#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint groups;
  uint width;
  float epsilon;
};
layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Weight { float weight[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

layout(constant_id = 0) const uint kThreads = 64;
shared float partial[kThreads];

float sumOfAll(float value) {
  const uint lane = gl_LocalInvocationID.x;
  partial[lane] = value;
  barrier();
  for (uint step = kThreads / 2; step > 0; step /= 2) {
    if (lane < step) partial[lane] += partial[lane + step];
    barrier();
  }
  const float sum = partial[0];
  barrier();
  return sum;
}

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
