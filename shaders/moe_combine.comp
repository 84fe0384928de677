#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"

layout(push_constant) uniform Push {
  uint count;
  uint columns;
  uint used;
};
layout(std430, binding = 0) readonly buffer X { float x[]; };
layout(std430, binding = 1) readonly buffer Routes { float routes[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(i, count)) {
    const uint token = i / columns;
    float sum = 0.0;
    for (uint expert = 0; expert < used; ++expert)
      sum += routes[(token * 2 + 1) * used + expert] *
             x[(token * used + expert) * columns + i % columns];
    y[i] = sum;
  }
}
