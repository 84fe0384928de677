#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "functions.glsl"
#include "sums.glsl"
#include "tokens.glsl"

// One work group: one head of one token. Its invocations take a position each, a chunk at a time,
// then share the sums over the chunk's values: softmax as it goes (Milakov and Gimelshein, "Online
// normalizer calculation for softmax", 2018).

layout(constant_id = 1) const uint kKeyDim = 64;
layout(constant_id = 2) const uint kValueDim = 64;
layout(constant_id = 3) const uint kKeyIsHalf = 1;  // 0: float32, 1: float16
layout(constant_id = 4) const uint kValueIsHalf = 1;

layout(push_constant) uniform Push {
  uint heads;
  uint kvHeads;
  uint blockTokens;
  uint window;
  float scale;
  float softCap;
  uint causal;
  uint hasSinks;
};

layout(std430, binding = 0) readonly buffer Queries { float queries[]; };
layout(std430, binding = 1) readonly buffer Keys { uint keys[]; };
layout(std430, binding = 2) readonly buffer Values { uint values[]; };
layout(std430, binding = 3) readonly buffer Tokens { Token tokens[]; };
layout(std430, binding = 4) readonly buffer Tables { uint tables[]; };
layout(std430, binding = 5) readonly buffer Sinks { float sinks[]; };
layout(std430, binding = 6) writeonly buffer Results { float results[]; };

const uint kPerThread = (kValueDim + kThreads - 1) / kThreads;
const float kLowest = -3.0e38;

shared float query[kKeyDim];
shared float weights[kThreads];

float keyAt(uint row, uint i) {
  if (kKeyIsHalf == 0) return uintBitsToFloat(keys[row * kKeyDim + i]);
  const uint at = row * kKeyDim + i;
  const vec2 both = unpackHalf2x16(keys[at / 2]);
  return at % 2 == 0 ? both.x : both.y;
}
float valueAt(uint row, uint i) {
  if (kValueIsHalf == 0) return uintBitsToFloat(values[row * kValueDim + i]);
  const uint at = row * kValueDim + i;
  const vec2 both = unpackHalf2x16(values[at / 2]);
  return at % 2 == 0 ? both.x : both.y;
}

// The row of K or V that holds a position.
uint rowOf(Token token, uint position, uint kvHead) {
  const uint block = tables[token.table + position / blockTokens];
  return (block * kvHeads + kvHead) * blockTokens + position % blockTokens;
}

float scoreOf(Token token, uint position, uint kvHead) {
  const uint row = rowOf(token, position, kvHead);
  float score = 0.0;
  for (uint i = 0; i < kKeyDim; ++i) score += query[i] * keyAt(row, i);
  score *= scale;
  return softCap > 0.0 ? softCap * hyperbolicTangent(score / softCap) : score;
}

void main() {
  const uint lane = gl_LocalInvocationID.x, index = gl_WorkGroupID.x, head = gl_WorkGroupID.y;
  const uint kvHead = head / (heads / kvHeads);
  const Token token = tokens[index];
  const uint end = causal != 0 ? token.position + 1 : token.count;
  const uint begin = window > 0 && end > window ? end - window : 0;
  for (uint i = lane; i < kKeyDim; i += kThreads)
    query[i] = queries[(index * heads + head) * kKeyDim + i];
  barrier();

  float largest = kLowest, total = 0.0;
  float sums[kPerThread];
  for (uint i = 0; i < kPerThread; ++i) sums[i] = 0.0;
  if (hasSinks != 0) {
    largest = sinks[head];
    total = 1.0;
  }
  for (uint first = begin; first < end; first += kThreads) {
    const bool mine = first + lane < end;
    const float score = mine ? scoreOf(token, first + lane, kvHead) : kLowest;
    const float before = largest;
    largest = max(largest, largestOfAll(score));
    const float weight = mine ? exp(score - largest) : 0.0;
    weights[lane] = weight;
    const float shrink = exp(before - largest);
    total = total * shrink + sumOfAll(weight);  // whose barriers publish the weights as well
    const uint count = min(kThreads, end - first);
    for (uint i = 0; i < kPerThread; ++i) sums[i] *= shrink;
    for (uint j = 0; j < count; ++j) {
      const uint row = rowOf(token, first + j, kvHead);
      for (uint i = 0; i < kPerThread; ++i)
        if (lane + i * kThreads < kValueDim)
          sums[i] += weights[j] * valueAt(row, lane + i * kThreads);
    }
    barrier();
  }
  for (uint i = 0; i < kPerThread; ++i)
    if (lane + i * kThreads < kValueDim)
      results[(index * heads + head) * kValueDim + lane + i * kThreads] = sums[i] / total;
}
