#version 450
// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#ifdef ALCOVE_SUBGROUPS
#extension GL_KHR_shader_subgroup_shuffle : require
#endif
#include "packed_product.glsl"

// One work group: 4 × kLanes × kQuads rows of an expert, for one use of it. As matmul_packed with
// one token.

layout(local_size_x_id = 0, local_size_y_id = 1) in;

layout(push_constant) uniform Push {
  uint firstExpert;  // of this part of the weight
  uint experts;      // in it
  uint rows;         // of one expert
  uint groups;       // of them
  uint blocks;       // of 32 columns
  uint used;
  uint xPerPair;  // 0: all experts of a token read one row of x
  uint hasBias;
  uint expertTexels;  // from one expert's matrix to the next's
};
layout(binding = 3) uniform textureBuffer bias;
layout(binding = 4) uniform textureBuffer routes;
layout(std430, binding = 0) writeonly buffer Y { float y[]; };

void main() {
  const uint lane = gl_LocalInvocationID.x, part = gl_LocalInvocationID.y;
  const uint pair = gl_WorkGroupID.y, token = pair / used;
  const uint expert = uint(at(routes, token * 2 * used + pair % used));
  if (expert - firstExpert >= experts) return;  // all of the work group
  const uint wanted = gl_GlobalInvocationID.x * kQuads;
  const uint first = min(wanted, groups * kGroupQuads - kQuads);
  const uint group = (expert - firstExpert) * expertTexels +
                     first / kGroupQuads * (blocks / kSubBlocks * kUnitTexels);
  clearSums();
  for (uint block = part; block < blocks; block += kParts) {
    readActivations(0, ((xPerPair != 0 ? pair : token) * blocks + block) * kBlockTexels);
    addBlock(group, block, first % kGroupQuads);
  }
  joinParts(lane, part);
  if (part != 0 || wanted != first) return;
  [[unroll]] for (uint q = 0; q < kQuads; ++q) {
    [[unroll]] for (uint i = 0; i < 4; ++i) {
      const uint row = (first + q) * 4 + i;
      if (row < rows)
        y[pair * rows + row] = sums[q][i] + (hasBias != 0 ? at(bias, expert * rows + row) : 0.0);
    }
  }
}
