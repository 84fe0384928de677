#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "reads.glsl"
#include "elementwise.glsl"
#include "rotation.glsl"

// Rotates blocks of 32 values, or back. One invocation: one block.

layout(push_constant) uniform Push {
  uint blocks;
};
layout(binding = 1) uniform textureBuffer x;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  for (ALCOVE_EACH(block, blocks)) {
    float values[kRotated];
    [[unroll]] for (uint i = 0; i < kRotated; ++i) values[i] = at(x, block * kRotated + i);
    rotate(values);
    [[unroll]] for (uint i = 0; i < kRotated; ++i) y[block * kRotated + i] = values[i];
  }
}
