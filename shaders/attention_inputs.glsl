// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What the kernels of paged attention share.
#include "reads.glsl"
#define ALCOVE_TOKENS 2
#include "cache_cells.glsl"
#include "functions.glsl"

layout(constant_id = 1) const uint kKeyDim = 64;
layout(constant_id = 2) const uint kValueDim = 64;
layout(constant_id = 3) const uint kKeyType = 1;  // as enum CellType
layout(constant_id = 4) const uint kValueType = 1;

layout(push_constant) uniform Push {
  uint tokenCount;
  uint heads;
  uint kvHeads;
  uint blockTokens;
  uint window;
  float scale;
  float softCap;
  uint causal;
  uint hasSinks;
  uint splits;  // of the context, each with a result of its own; 1: the result itself
};

layout(binding = 1) uniform textureBuffer queries;  // texels of four values
layout(binding = 3) uniform utextureBuffer tables;
layout(binding = 4) uniform utextureBuffer keys;
layout(binding = 5) uniform utextureBuffer values;
layout(binding = 6) uniform textureBuffer sinks;

const float kLowest = -3.0e38;

// The positions that a token sees.
uvec2 seenBy(Token token) {
  const uint end = causal != 0 ? token.position + 1 : token.count;
  return uvec2(window > 0 && end > window ? end - window : 0, end);
}

float scoreOf(float product) {
  const float score = product * scale;
  return softCap > 0.0 ? softCap * hyperbolicTangent(score / softCap) : score;
}
