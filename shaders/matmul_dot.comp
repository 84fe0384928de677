#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_spirv_intrinsics : require
#include "reads.glsl"
#include "packed_weights.glsl"

// Products of packed weights with activations of two digits of 7 bits (quantize_rows.comp), four
// columns of a digit in one instruction. One work group: 4 × kLanes rows, kTokens tokens; an
// invocation has a quad of rows.

// SPV_KHR_integer_dot_product: the compilers that distributions package know no GLSL for it.
spirv_instruction(extensions = ["SPV_KHR_integer_dot_product"], capabilities = [6019, 6018], id = 4452)
int dotOfBytes(int signedBytes, int unsignedBytes, spirv_literal int packedFormat);

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint kTokens = 4;

layout(push_constant) uniform Push {
  uint firstRow;  // of this part of the matrix, whose groups begin the binding
  uint rows;      // of the whole matrix
  uint groups;    // of this part
  uint blocks;    // of 32 columns
  uint tokens;
  uint hasBias;
};
layout(binding = 2) uniform utextureBuffer x;  // five texels for each block of a token
layout(binding = 3) uniform textureBuffer bias;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

const uint kBlockTexels = 5;

vec4 sums[kTokens];

uint levelsOf(uint codes) {
  return levelOf(codes & 255) | levelOf((codes >> 8) & 255) << 8 |
         levelOf((codes >> 16) & 255) << 16 | levelOf(codes >> 24) << 24;
}

ivec4 integersAt(uint sub, uint g, uint quad) {
  uvec4 codes = codesAt(sub, g, quad);
  if (kLevels != 0)
    codes = uvec4(levelsOf(codes.x), levelsOf(codes.y), levelsOf(codes.z), levelsOf(codes.w));
  return ivec4(codes);
}

ivec4 dotsOf(uint values, ivec4 codes) {
  return ivec4(dotOfBytes(int(values), codes.x, 0), dotOfBytes(int(values), codes.y, 0),
               dotOfBytes(int(values), codes.z, 0), dotOfBytes(int(values), codes.w, 0));
}

void addBlock(uint group, uint block, uint quad, uint firstToken) {
  const uint unit = unitOf(group, block), sub = subOf(unit, block);
  const Lines lines = linesOf(unit, sub + kValueTexels, quad);
  [[unroll]] for (uint side = 0; side < 2; ++side) {
    ivec4 high[kTokens], low[kTokens];
    [[unroll]] for (uint t = 0; t < kTokens; ++t) high[t] = low[t] = ivec4(0);
    [[unroll]] for (uint g = 0; g < 4; ++g) {
      const ivec4 codes = integersAt(sub, 4 * side + g, quad);
      [[unroll]] for (uint t = 0; t < kTokens; ++t) {
        const uint token = min(firstToken + t, tokens - 1);
        const uint from = (token * blocks + block) * kBlockTexels + side;
        high[t] += dotsOf(texelFetch(x, int(from))[g], codes);
        low[t] += dotsOf(texelFetch(x, int(from + 2))[g], codes);
      }
    }
    [[unroll]] for (uint t = 0; t < kTokens; ++t) {
      const uint token = min(firstToken + t, tokens - 1);
      const uvec4 about = texelFetch(x, int((token * blocks + block) * kBlockTexels + 4));
      const float scale = uintBitsToFloat(about.x), sum = float(int(about[1 + side]));
      const vec4 products = vec4(high[t] * 128 + low[t]);
      sums[t] += scale * (products * lines.scale[side] + lines.base[side] * sum);
    }
  }
}

void main() {
  const uint wanted = gl_GlobalInvocationID.x;
  const uint first = min(wanted, groups * kGroupQuads - 1);
  const uint group = first / kGroupQuads * (blocks / kSubBlocks * kUnitTexels);
  const uint firstToken = gl_WorkGroupID.y * kTokens;
  [[unroll]] for (uint t = 0; t < kTokens; ++t) sums[t] = vec4(0.0);
  [[dont_unroll]] for (uint block = 0; block < blocks; ++block)
    addBlock(group, block, first % kGroupQuads, firstToken);
  if (wanted != first) return;
  [[unroll]] for (uint i = 0; i < 4; ++i) {
    const uint row = firstRow + first * 4 + i;
    const float added = hasBias != 0 && row < rows ? at(bias, row) : 0.0;
    [[unroll]] for (uint t = 0; t < kTokens; ++t)
      if (firstToken + t < tokens && row < rows)
        y[(firstToken + t) * rows + row] = sums[t][i] + added;
  }
}
