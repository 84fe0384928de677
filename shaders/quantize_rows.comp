#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_EXT_control_flow_attributes : require

// Activations as integers with a scale for each block of 32, in two digits: 128 × high + low, each
// of which is a byte. A single one would leave answers visibly different from those of floats. An
// invocation makes a block, five texels of four words: the high digits, four to a word, the first in
// the lowest byte; the low digits; then the scale, and the sums of the first and of the last 16
// integers.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint blocks;  // of all rows
};
layout(binding = 1) uniform textureBuffer x;
layout(std430, binding = 0) writeonly buffer Y { uvec4 y[]; };

const float kLargest = 127.0 * 128.0;

uint bytesOf(ivec4 digits) {
  const uvec4 bytes = uvec4(digits) & 255;
  return bytes.x | bytes.y << 8 | bytes.z << 16 | bytes.w << 24;
}

void quantize(uint block) {
  vec4 values[8];
  vec4 largest = vec4(0.0);
  [[unroll]] for (uint g = 0; g < 8; ++g) {
    values[g] = texelFetch(x, int(block * 8 + g));
    largest = max(largest, abs(values[g]));
  }
  const float most = max(max(largest.x, largest.y), max(largest.z, largest.w));
  const float inverse = most > 0.0 ? kLargest / most : 0.0;
  uint high[8], low[8];
  ivec2 total = ivec2(0);
  [[unroll]] for (uint g = 0; g < 8; ++g) {
    const ivec4 integers = ivec4(roundEven(values[g] * inverse));
    const ivec4 digits = (integers + 64) >> 7;
    high[g] = bytesOf(digits);
    low[g] = bytesOf(integers - digits * 128);
    total[g / 4] += integers.x + integers.y + integers.z + integers.w;
  }
  const uint first = block * 5;
  y[first] = uvec4(high[0], high[1], high[2], high[3]);
  y[first + 1] = uvec4(high[4], high[5], high[6], high[7]);
  y[first + 2] = uvec4(low[0], low[1], low[2], low[3]);
  y[first + 3] = uvec4(low[4], low[5], low[6], low[7]);
  y[first + 4] = uvec4(floatBitsToUint(most / kLargest), uint(total.x), uint(total.y), 0);
}

void main() {
  for (uint block = gl_GlobalInvocationID.x; block < blocks;
       block += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
    quantize(block);
}
