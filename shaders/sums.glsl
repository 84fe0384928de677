// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Sums and maxima over all invocations of a work group, without subgroup operations.

layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kThreads = 64;  // a power of two

shared float partial[kThreads];

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
