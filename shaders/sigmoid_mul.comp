#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "functions.glsl"

layout(push_constant) uniform Push {
  uint count;
  uint columns;
};
layout(std430, binding = 0) readonly buffer A { float a[]; };
layout(std430, binding = 1) readonly buffer B { float b[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(i, count)) y[i] = a[i] * sigmoid(b[i / columns]);
}
