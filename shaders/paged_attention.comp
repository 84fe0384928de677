#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "attention_inputs.glsl"
#include "sums.glsl"

// One work group: one head of one token, and one part of its context. Its invocations take a
// position each, a chunk at a time, then share the sums over the chunk's values, with softmax as it
// goes (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018). Where the
// context is split (Dao et al., "Flash-Decoding", 2023) a part leaves its largest score, its total
// and its sums, which attention_merge puts together.

layout(std430, binding = 0) writeonly buffer Results { float results[]; };

const uint kPerThread = (kValueDim + kThreads - 1) / kThreads;
const uint kKeyStep = ALCOVE_QUADS(kKeyType);

shared vec4 query[kKeyDim / 4];
shared float weights[kThreads];

float productAt(uint row) {
  vec4 sums = vec4(0.0);
  for (uint step = 0; step < kKeyDim / 4 / kKeyStep; ++step) {
    vec4 quads[8];
    if (kKeyStep == 1)
      quads[0] = quadAt(keys, kKeyType, row * (kKeyDim / 4) + step);
    else
      blockAt(keys, kKeyType, row * (kKeyDim / 32) + step, quads);
    [[unroll]] for (uint i = 0; i < kKeyStep; ++i) sums += query[step * kKeyStep + i] * quads[i];
  }
  return sums.x + sums.y + sums.z + sums.w;
}

// Without a chunk's positions the sums stay as they are.
void main() {
  const uint lane = gl_LocalInvocationID.x, index = gl_WorkGroupID.x, head = gl_WorkGroupID.y;
  const uint split = gl_WorkGroupID.z, kvHead = head / (heads / kvHeads);
  const Token token = tokenAt(index);
  const uvec2 seen = seenBy(token);
  const uint share = (seen.y - seen.x + splits - 1) / splits;
  const uint begin = min(seen.x + split * share, seen.y), end = min(begin + share, seen.y);
  for (uint i = lane; i < kKeyDim / 4; i += kThreads)
    query[i] = texelFetch(queries, int((index * heads + head) * (kKeyDim / 4) + i));
  barrier();

  const bool startsWithSink = hasSinks != 0 && split == 0;
  float largest = startsWithSink ? at(sinks, head) : kLowest;
  float total = startsWithSink ? 1.0 : 0.0;
  float sums[kPerThread];
  [[unroll]] for (uint i = 0; i < kPerThread; ++i) sums[i] = 0.0;
  for (uint first = begin; first < end; first += kThreads) {
    const bool mine = first + lane < end;
    float score = kLowest;
    if (mine)
      score = scoreOf(productAt(
          cellRow(tables, token, first + lane, kvHead, kvHeads, blockTokens)));
    const float before = largest;
    largest = max(largest, largestOfAll(score));
    const float weight = mine ? exp(score - largest) : 0.0;
    weights[lane] = weight;
    const float shrink = exp(before - largest);
    total = total * shrink + sumOfAll(weight);  // whose barriers publish the weights as well
    const uint count = min(kThreads, end - first);
    [[unroll]] for (uint i = 0; i < kPerThread; ++i) sums[i] *= shrink;
    for (uint j = 0; j < count; ++j) {
      const uint row = cellRow(tables, token, first + j, kvHead, kvHeads, blockTokens);
      [[unroll]] for (uint i = 0; i < kPerThread; ++i)
        if (lane + i * kThreads < kValueDim)
          sums[i] += weights[j] * valueAt(values, kValueType, row, kValueDim, lane + i * kThreads);
    }
    barrier();
  }
  const uint item = (index * heads + head) * splits + split;
  const uint width = splits > 1 ? kValueDim + 2 : kValueDim;
  [[unroll]] for (uint i = 0; i < kPerThread; ++i)
    if (lane + i * kThreads < kValueDim)
      results[item * width + lane + i * kThreads] = splits > 1 ? sums[i] : sums[i] / total;
  if (splits > 1 && lane == 0) {
    results[item * width + kValueDim] = largest;
    results[item * width + kValueDim + 1] = total;
  }
}
