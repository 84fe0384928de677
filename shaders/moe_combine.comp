#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#include "elementwise.glsl"

layout(push_constant) uniform Push {
  uint count;
  uint columns;
  uint used;
};
layout(binding = 1) uniform textureBuffer x;
layout(binding = 2) uniform textureBuffer routes;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(i, count)) {
    const uint token = i / columns;
    float sum = 0.0;
    for (uint expert = 0; expert < used; ++expert)
      sum += at(routes, (token * 2 + 1) * used + expert) *
             at(x, (token * used + expert) * columns + i % columns);
    y[i] = sum;
  }
}
