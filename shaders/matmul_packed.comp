#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#ifdef ALCOVE_SUBGROUPS
#extension GL_KHR_shader_subgroup_shuffle : require
#endif
#include "packed_product.glsl"

// One work group: 4 × kLanes × kQuads rows, kTokens tokens. Each row has kParts invocations, which
// take turns with the blocks of 32 columns; their sums meet in shared memory.

layout(local_size_x_id = 0, local_size_y_id = 1) in;

layout(push_constant) uniform Push {
  uint firstRow;  // of this part of the matrix, whose groups begin the binding
  uint rows;      // of the whole matrix
  uint groups;    // of this part
  uint blocks;    // of 32 columns
  uint tokens;
  uint hasBias;
};
layout(binding = 3) uniform textureBuffer bias;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint lane = gl_LocalInvocationID.x, part = gl_LocalInvocationID.y;
  const uint wanted = gl_GlobalInvocationID.x * kQuads;
  // Past the end the last rows are computed once more: neighbours want activations.
  const uint first = min(wanted, groups * kGroupQuads - kQuads);
  const uint group = first / kGroupQuads * (blocks / kSubBlocks * kUnitTexels);
  const uint firstToken = gl_WorkGroupID.y * kTokens;
  clearSums();
  for (uint block = part; block < blocks; block += kParts) {
    [[unroll]] for (uint t = 0; t < kTokens; ++t)
      readActivations(t, (min(firstToken + t, tokens - 1) * blocks + block) * kBlockTexels);
    addBlock(group, block, first % kGroupQuads);
  }
  joinParts(lane, part);
  if (part != 0 || wanted != first) return;
  [[unroll]] for (uint q = 0; q < kQuads; ++q) {
    [[unroll]] for (uint i = 0; i < 4; ++i) {
      const uint row = firstRow + (first + q) * 4 + i;
      const float added = hasBias != 0 && row < rows ? at(bias, row) : 0.0;
      [[unroll]] for (uint t = 0; t < kTokens; ++t)
        if (firstToken + t < tokens && row < rows)
          y[(firstToken + t) * rows + row] = sums[t * kQuads + q][i] + added;
    }
  }
}
