// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Sums and maxima over all invocations of a work group. With ALCOVE_SUBGROUPS the device adds up
// those of a subgroup.

layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kThreads = 64;  // a power of two
#ifdef ALCOVE_SUBGROUPS
layout(constant_id = 1) const uint kSubgroup = 32;
#endif

shared float partial[kThreads];

#ifdef ALCOVE_SUBGROUPS
float sumOfAll(float value) {
  const float own = subgroupAdd(value);
  if (kThreads == kSubgroup) return own;
  partial[gl_SubgroupID] = own;
  barrier();
  float sum = 0.0;
  for (uint i = 0; i < kThreads / kSubgroup; ++i) sum += partial[i];
  barrier();
  return sum;
}
#else
float sumOfAll(float value) {
  const uint lane = gl_LocalInvocationID.x;
  partial[lane] = value;
  barrier();
  for (uint step = kThreads / 2; step > 0; step /= 2) {
    if (lane < step) partial[lane] += partial[lane + step];
    barrier();
  }
  const float sum = partial[0];
  barrier();
  return sum;
}
#endif

float largestOfAll(float value) {
  const uint lane = gl_LocalInvocationID.x;
  partial[lane] = value;
  barrier();
  for (uint step = kThreads / 2; step > 0; step /= 2) {
    if (lane < step) partial[lane] = max(partial[lane], partial[lane + step]);
    barrier();
  }
  const float largest = partial[0];
  barrier();
  return largest;
}
