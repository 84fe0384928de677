#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "tokens.glsl"

// A row of a float table for each token.

layout(push_constant) uniform Push {
  uint tokenCount;
  uint columns;
  uint firstRow;  // of this part of the table
  uint rows;      // in it
  uint kind;      // as enum EmbeddingRows
};
layout(std430, binding = 0) readonly buffer Table { float table[]; };
layout(std430, binding = 1) readonly buffer Tokens { Token tokens[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

void main() {
  const uint count = tokenCount * columns;
  for (ALCOVE_EACH(i, count)) {
    const Token token = tokens[i / columns];
    const uint row = (kind == 0 ? token.id : kind == 1 ? token.position : 0) - firstRow;
    if (row < rows) y[i] = table[row * columns + i % columns];
  }
}
