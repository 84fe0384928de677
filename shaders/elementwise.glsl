// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What ops that work element by element share: a work group of any size, and a loop that covers
// more elements than a dispatch may have groups.

layout(local_size_x_id = 0) in;

#define ALCOVE_EACH(i, count) \
  uint i = gl_GlobalInvocationID.x; i < (count); i += gl_NumWorkGroups.x * gl_WorkGroupSize.x
