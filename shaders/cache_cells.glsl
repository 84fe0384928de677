// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Where K and V of a position lie in the cache, and what they are: by quads of values in float32
// and float16, which are a texel each, by blocks of 32 in Q8_0 and Q4_0, whose words are texels.
#include "tokens.glsl"

const uint kFloat = 0, kHalf = 1, kBytes = 2, kNibbles = 3;  // enum CellType of ops/paged_attention.cpp

// The row of K or V that holds a position of a token's sequence.
uint cellRow(utextureBuffer tables, Token token, uint position, uint kvHead, uint kvHeads,
             uint blockTokens) {
  const uint block = at(tables, token.table + position / blockTokens);
  return (block * kvHeads + kvHead) * blockTokens + position % blockTokens;
}

// Quads that are read together.
#define ALCOVE_QUADS(type) ((type) < kBytes ? 1 : 8)

vec4 quadAt(utextureBuffer cells, uint type, uint quad) {
  const uvec4 texel = texelFetch(cells, int(quad));
  return type == kFloat ? uintBitsToFloat(texel)
                        : vec4(unpackHalf2x16(texel.x), unpackHalf2x16(texel.y));
}

// Blocks begin at every second byte: the bytes behind a block's scale, in whole words.
uint blockWord(utextureBuffer cells, uint first, bool shifted, uint i) {
  return shifted ? at(cells, first + i + 1)
                 : at(cells, first + i) >> 16 | at(cells, first + i + 1) << 16;
}

void blockAt(utextureBuffer cells, uint type, uint block, out vec4 quads[8]) {
  const uint offset = block * (type == kBytes ? 34 : 18), first = offset / 4;
  const bool shifted = offset % 4 != 0;
  const vec2 halves = unpackHalf2x16(at(cells, first));
  const float scale = shifted ? halves.y : halves.x;
  if (type == kBytes) {
    [[unroll]] for (uint i = 0; i < 8; ++i) {
      const uint word = blockWord(cells, first, shifted, i);
      quads[i] = vec4(ivec4(uvec4(word) << uvec4(24, 16, 8, 0)) >> 24) * scale;
    }
  } else {
    [[unroll]] for (uint i = 0; i < 4; ++i) {
      const uvec4 both = uvec4(blockWord(cells, first, shifted, i)) >> uvec4(0, 8, 16, 24);
      quads[i] = vec4(ivec4(both & 15) - 8) * scale;
      quads[i + 4] = vec4(ivec4(both >> 4 & 15) - 8) * scale;
    }
  }
}

float valueAt(utextureBuffer cells, uint type, uint row, uint dim, uint i) {
  if (type < kBytes) return quadAt(cells, type, (row * dim + i) / 4)[i % 4];
  const uint block = (row * dim + i) / 32, place = i % 32;
  const uint offset = block * (type == kBytes ? 34 : 18);
  const uint from = offset + 2 + (type == kBytes ? place : place % 16);
  const float scale = unpackHalf2x16(at(cells, offset / 4) >> (offset % 4 * 8)).x;
  const uint code = at(cells, from / 4) >> (from % 4 * 8) & 255;
  if (type == kBytes) return float(int(code << 24) >> 24) * scale;
  return float(int(place < 16 ? code & 15 : code >> 4) - 8) * scale;
}
