#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#include "elementwise.glsl"
#include "functions.glsl"

layout(push_constant) uniform Push {
  uint count;
};
layout(binding = 1) uniform textureBuffer a;
layout(binding = 2) uniform textureBuffer b;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(i, count)) y[i] = at(a, i) * sigmoid(at(a, i)) * at(b, i);
}
