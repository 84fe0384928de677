#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "reads.glsl"
#define ALCOVE_TOKENS 4
#include "tokens.glsl"

// One invocation: one pair of a head, or one value that passes unchanged.

layout(push_constant) uniform Push {
  uint tokenCount;
  uint heads;
  uint headDim;
  uint ropeDim;
  float magnitude;
  uint interleaved;
  uint hasLong;
  uint switchTokens;
};
layout(binding = 1) uniform textureBuffer x;
layout(binding = 2) uniform textureBuffer frequencies;
layout(binding = 3) uniform textureBuffer longFrequencies;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

// The sine and cosine that Vulkan promises are too coarse for far positions: so the angle is brought
// to a quarter turn in two steps, of which the first is exact, and series do the rest.
vec2 cosineAndSine(float angle) {
  const float turns = round(angle * 0.636619772);
  precise float rest = angle - turns * 1.5703125;
  rest = rest - turns * 4.83826794897e-4;
  const float square = rest * rest;
  const float sine =
      rest * (1.0 + square * (-1.0 / 6.0 + square * (1.0 / 120.0 + square * (-1.0 / 5040.0 + square / 362880.0))));
  const float cosine =
      1.0 + square * (-0.5 + square * (1.0 / 24.0 + square * (-1.0 / 720.0 + square / 40320.0)));
  const int quarter = int(turns) & 3;
  if (quarter == 0) return vec2(cosine, sine);
  if (quarter == 1) return vec2(-sine, cosine);
  return quarter == 2 ? vec2(-cosine, -sine) : vec2(sine, -cosine);
}

void main() {
  const uint pairs = ropeDim / 2, items = pairs + headDim - ropeDim;
  const uint count = tokenCount * heads * items;
  for (ALCOVE_EACH(i, count)) {
    const uint item = i % items, head = i / items * headDim;
    if (item >= pairs) {
      const uint same = head + ropeDim + item - pairs;
      y[same] = at(x, same);
      continue;
    }
    const Token token = tokenAt(i / items / heads);
    const bool isLong = hasLong != 0 && token.sequence > switchTokens;
    // Rounded as in the frameworks that models are trained with.
    precise const float angle =
        float(token.position) * (isLong ? at(longFrequencies, item) : at(frequencies, item));
    const vec2 turn = cosineAndSine(angle) * magnitude;
    const uint first = head + (interleaved != 0 ? 2 * item : item);
    const uint second = interleaved != 0 ? first + 1 : first + pairs;
    y[first] = at(x, first) * turn.x - at(x, second) * turn.y;
    y[second] = at(x, first) * turn.y + at(x, second) * turn.x;
  }
}
