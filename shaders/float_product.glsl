// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Rows of float weights and of activations, by steps of four columns, or of one where a row has no
// whole number of four.
#include "reads.glsl"

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint kStep = 4;

layout(binding = 1) uniform textureBuffer weights;
layout(binding = 2) uniform textureBuffer x;

vec4 stepAt(textureBuffer values, uint index) {
  const vec4 texel = texelFetch(values, int(index));
  return kStep == 4 ? texel : vec4(texel.x, 0.0, 0.0, 0.0);
}
vec4 weightsAt(uint index) { return stepAt(weights, index); }
vec4 activationsAt(uint index) { return stepAt(x, index); }
