// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Products of packed weights with activations: an invocation has kQuads quads of rows of one group
// and kTokens tokens. Each weight is decoded once for all tokens, each activation read once for all
// rows. With ALCOVE_SUBGROUPS eight neighbours of a subgroup read a quarter of the 32 activations of
// a block each and hand them around; they must be at the same block.
#include "reads.glsl"
#include "packed_weights.glsl"

layout(constant_id = 0) const uint kLanes = 32;
layout(constant_id = 1) const uint kParts = 4;
layout(constant_id = 2) const uint kTokens = 1;
layout(constant_id = 3) const uint kQuads = 1;  // 1, 2 or 4

layout(binding = 2) uniform textureBuffer x;

const uint kBlockTexels = 8;  // of 32 activations

#ifdef ALCOVE_SUBGROUPS
vec4 mine[kTokens];
void readActivations(uint token, uint first) {
  mine[token] = texelFetch(x, int(first + gl_SubgroupInvocationID % kBlockTexels));
}
vec4 activationsAt(uint token, uint g) { return subgroupShuffle(mine[token], g); }
#else
uint from[kTokens];
void readActivations(uint token, uint first) { from[token] = first; }
vec4 activationsAt(uint token, uint g) { return texelFetch(x, int(from[token] + g)); }
#endif

vec4 sums[kTokens * kQuads];

// One token: integers times activations first, so that a scale is applied once to 16 columns.
void addForOneToken(uint sub, uint quad, Lines lines[kQuads]) {
  [[unroll]] for (uint side = 0; side < 2; ++side) {
    vec4 products[kQuads];
    [[unroll]] for (uint q = 0; q < kQuads; ++q) products[q] = vec4(0.0);
    vec4 total = vec4(0.0);
    [[unroll]] for (uint g = 4 * side; g < 4 * side + 4; ++g) {
      const vec4 values = activationsAt(0, g);
      total += values;
      [[unroll]] for (uint q = 0; q < kQuads; ++q) {
        const uvec4 codes = codesAt(sub, g, quad + q);
        [[unroll]] for (uint i = 0; i < 4; ++i) products[q] += columnOf(codes, i) * values[i];
      }
    }
    const float sum = total.x + total.y + total.z + total.w;
    [[unroll]] for (uint q = 0; q < kQuads; ++q)
      sums[q] += products[q] * lines[q].scale[side] + lines[q].base[side] * sum;
  }
}

// The loop over columns stays a loop: unrolled it would take drivers minutes to compile.
void addForTokens(uint sub, uint quad, Lines lines[kQuads]) {
  [[dont_unroll]] for (uint g = 0; g < kBlockTexels; ++g) {
    vec4 values[kTokens];
    [[unroll]] for (uint t = 0; t < kTokens; ++t) values[t] = activationsAt(t, g);
    [[unroll]] for (uint q = 0; q < kQuads; ++q) {
      const uvec4 codes = codesAt(sub, g, quad + q);
      const vec4 scale = g < 4 ? lines[q].scale[0] : lines[q].scale[1];
      const vec4 base = g < 4 ? lines[q].base[0] : lines[q].base[1];
      [[unroll]] for (uint i = 0; i < 4; ++i) {
        const vec4 weight = columnOf(codes, i) * scale + base;
        [[unroll]] for (uint t = 0; t < kTokens; ++t)
          sums[t * kQuads + q] += weight * values[t][i];
      }
    }
  }
}

// After readActivations for all tokens.
void addBlock(uint group, uint block, uint quad) {
  const uint unit = unitOf(group, block), sub = subOf(unit, block);
  Lines lines[kQuads];
  [[unroll]] for (uint q = 0; q < kQuads; ++q)
    lines[q] = linesOf(unit, sub + kValueTexels, quad + q);
  if (kTokens == 1)
    addForOneToken(sub, quad, lines);
  else
    addForTokens(sub, quad, lines);
}

void clearSums() {
  [[unroll]] for (uint i = 0; i < kTokens * kQuads; ++i) sums[i] = vec4(0.0);
}

// Adds up what the parts of a row have, in part 0.
shared vec4 partial[kParts > 1 ? kParts * kTokens * kQuads * kLanes : 1];
void joinParts(uint lane, uint part) {
  if (kParts == 1) return;
  [[unroll]] for (uint i = 0; i < kTokens * kQuads; ++i)
    partial[(part * kTokens * kQuads + i) * kLanes + lane] = sums[i];
  barrier();
  if (part != 0) return;
  [[unroll]] for (uint i = 0; i < kTokens * kQuads; ++i)
    for (uint p = 1; p < kParts; ++p)
      sums[i] += partial[(p * kTokens * kQuads + i) * kLanes + lane];
}
