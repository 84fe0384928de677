#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"
#include "tokens.glsl"

// K or V of the batch's tokens into the blocks of their sequences. One invocation writes one word.

layout(constant_id = 1) const uint kDim = 64;
layout(constant_id = 2) const uint kIsHalf = 1;  // 0: the cache is float32, 1: float16

layout(push_constant) uniform Push {
  uint tokenCount;
  uint kvHeads;
  uint blockTokens;
};

layout(std430, binding = 0) readonly buffer Rows { float rows[]; };
layout(std430, binding = 1) readonly buffer Tokens { Token tokens[]; };
layout(std430, binding = 2) readonly buffer Tables { uint tables[]; };
layout(std430, binding = 3) writeonly buffer Cells { uint cells[]; };

const uint kPerWord = kIsHalf + 1;
const uint kWords = kDim / kPerWord;

void main() {
  const uint count = tokenCount * kvHeads * kWords;
  for (ALCOVE_EACH(i, count)) {
    const uint word = i % kWords, head = i / kWords % kvHeads, index = i / kWords / kvHeads;
    const Token token = tokens[index];
    const uint block = tables[token.table + token.position / blockTokens];
    const uint row = (block * kvHeads + head) * blockTokens + token.position % blockTokens;
    const uint from = (index * kvHeads + head) * kDim + word * kPerWord;
    cells[row * kWords + word] = kIsHalf == 0 ? floatBitsToUint(rows[from])
                                              : packHalf2x16(vec2(rows[from], rows[from + 1]));
  }
}
