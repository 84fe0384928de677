#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#define ALCOVE_TOKENS 2
#include "elementwise.glsl"
#include "tokens.glsl"

// A row of a float table for each token, by steps of four columns, or of one where a row has no
// whole number of four.

layout(constant_id = 1) const uint kStep = 4;

layout(push_constant) uniform Push {
  uint tokenCount;
  uint steps;
  uint firstRow;  // of this part of the table
  uint rows;      // in it
  uint kind;      // as enum EmbeddingRows
};
layout(binding = 1) uniform textureBuffer table;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint count = tokenCount * steps;
  for (ALCOVE_EACH(i, count)) {
    const Token token = tokenAt(i / steps);
    const uint row = (kind == 0 ? token.id : kind == 1 ? token.position : 0) - firstRow;
    if (row >= rows) continue;
    const vec4 values = texelFetch(table, int(row * steps + i % steps));
    for (uint j = 0; j < kStep; ++j) y[i * kStep + j] = values[j];
  }
}
