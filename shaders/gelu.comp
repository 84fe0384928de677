#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#include "elementwise.glsl"
#include "functions.glsl"

layout(push_constant) uniform Push {
  uint count;
  uint kind;  // as enum GeluKind
  uint hasUp;
};
layout(binding = 1) uniform textureBuffer x;
layout(binding = 2) uniform textureBuffer up;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

// Half of the complementary error function of -x / sqrt(2), to 1e-7: Abramowitz and Stegun,
// "Handbook of Mathematical Functions", 7.1.26.
float normalShare(float value) {
  const float z = abs(value) * 0.70710678;
  const float t = 1.0 / (1.0 + 0.3275911 * z);
  const float tail = 0.5 * exp(-z * z) *
      t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return value < 0.0 ? tail : 1.0 - tail;
}

void main() {
  for (ALCOVE_EACH(i, count)) {
    const float value = at(x, i);
    const float share =
        kind == 0 ? normalShare(value)
                  : sigmoid(1.59576912 * (value + 0.044715 * value * value * value));
    y[i] = value * share * (hasUp != 0 ? at(up, i) : 1.0);
  }
}
