#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "attention_inputs.glsl"

// One invocation: one head of one token, position by position, with softmax as it goes (Milakov and
// Gimelshein, "Online normalizer calculation for softmax", 2018). For devices that have few
// invocations at once and large caches: programs that play a card.

layout(local_size_x_id = 0) in;
layout(std430, binding = 0) writeonly buffer Results { float results[]; };

const uint kKeyQuads = kKeyDim / 4, kValueQuads = kValueDim / 4;
const uint kKeyStep = ALCOVE_QUADS(kKeyType), kValueStep = ALCOVE_QUADS(kValueType);

float productWith(vec4 query[kKeyQuads], uint row) {
  vec4 sums = vec4(0.0);
  [[unroll]] for (uint step = 0; step < kKeyQuads / kKeyStep; ++step) {
    vec4 quads[8];
    if (kKeyStep == 1)
      quads[0] = quadAt(keys, kKeyType, row * kKeyQuads + step);
    else
      blockAt(keys, kKeyType, row * (kKeyDim / 32) + step, quads);
    [[unroll]] for (uint i = 0; i < kKeyStep; ++i) sums += query[step * kKeyStep + i] * quads[i];
  }
  return sums.x + sums.y + sums.z + sums.w;
}

void main() {
  const uint item = gl_GlobalInvocationID.x, index = item / heads, head = item % heads;
  if (index >= tokenCount) return;
  const uint kvHead = head / (heads / kvHeads);
  const Token token = tokenAt(index);
  const uvec2 seen = seenBy(token);
  vec4 query[kKeyQuads], sums[kValueQuads];
  [[unroll]] for (uint i = 0; i < kKeyQuads; ++i)
    query[i] = texelFetch(queries, int(item * kKeyQuads + i));
  [[unroll]] for (uint i = 0; i < kValueQuads; ++i) sums[i] = vec4(0.0);
  float largest = hasSinks != 0 ? at(sinks, head) : kLowest;
  float total = hasSinks != 0 ? 1.0 : 0.0;
  for (uint position = seen.x; position < seen.y; ++position) {
    const uint row = cellRow(tables, token, position, kvHead, kvHeads, blockTokens);
    const float score = scoreOf(productWith(query, row));
    const float before = largest;
    largest = max(largest, score);
    const float shrink = exp(before - largest), weight = exp(score - largest);
    total = total * shrink + weight;
    [[unroll]] for (uint step = 0; step < kValueQuads / kValueStep; ++step) {
      vec4 quads[8];
      if (kValueStep == 1)
        quads[0] = quadAt(values, kValueType, row * kValueQuads + step);
      else
        blockAt(values, kValueType, row * (kValueDim / 32) + step, quads);
      [[unroll]] for (uint i = 0; i < kValueStep; ++i)
        sums[step * kValueStep + i] = sums[step * kValueStep + i] * shrink + quads[i] * weight;
    }
  }
  [[unroll]] for (uint i = 0; i < kValueQuads; ++i) {
    const vec4 result = sums[i] / total;
    [[unroll]] for (uint j = 0; j < 4; ++j) results[item * kValueDim + i * 4 + j] = result[j];
  }
}
