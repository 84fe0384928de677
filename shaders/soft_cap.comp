#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "functions.glsl"

layout(push_constant) uniform Push {
  uint count;
  float cap;
};
layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(i, count)) y[i] = cap * hyperbolicTangent(x[i] / cap);
}
