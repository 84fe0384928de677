#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#include "reads.glsl"
#include "elementwise.glsl"
#include "functions.glsl"

// One invocation: one token. There are few experts, and their scores are read from the cache.

layout(push_constant) uniform Push {
  uint tokens;
  uint experts;
  uint used;
  uint sigmoidScores;  // 0: softmax
  uint renormalize;
  float scale;
};
layout(binding = 1) uniform textureBuffer scores;
layout(std430, binding = 0) writeonly buffer Routes { float routes[]; };

// What is no number is never preferred to one: it counts as minus infinity.
float rankOf(uint index) {
  const uint bits = floatBitsToUint(at(scores, index));
  return (bits & 0x7fffffff) > 0x7f800000 ? uintBitsToFloat(0xff800000) : at(scores, index);
}

// The next after `last` in the order of falling scores, and of rising numbers among equal ones.
int nextBest(uint first, int last) {
  int best = -1;
  for (int e = 0; e < int(experts); ++e) {
    const float rank = rankOf(first + e);
    if (last >= 0) {
      const float lastRank = rankOf(first + last);
      if (rank > lastRank || (rank == lastRank && e <= last)) continue;
    }
    if (best < 0 || rank > rankOf(first + best)) best = e;
  }
  return best;
}

// Before any renormalisation.
float weightOf(float score, float largest, float total) {
  return sigmoidScores != 0 ? sigmoid(score) : exp(score - largest) / total;
}

void main() {
  for (ALCOVE_EACH(token, tokens)) {
    const uint first = token * experts;
    float largest = at(scores, first), total = 0.0;
    for (uint e = 1; e < experts; ++e) largest = max(largest, at(scores, first + e));
    for (uint e = 0; e < experts; ++e) total += exp(at(scores, first + e) - largest);
    float sum = 0.0;
    int chosen = -1;
    for (uint i = 0; i < used; ++i) {
      chosen = nextBest(first, chosen);
      sum += weightOf(at(scores, first + chosen), largest, total);
    }
    const float factor = scale * (renormalize == 0 ? 1.0 : sum > 0.0 ? 1.0 / sum : 0.0);
    chosen = -1;
    for (uint i = 0; i < used; ++i) {
      chosen = nextBest(first, chosen);
      routes[token * 2 * used + i] = float(chosen);
      routes[(token * 2 + 1) * used + i] =
          weightOf(at(scores, first + chosen), largest, total) * factor;
    }
  }
}
