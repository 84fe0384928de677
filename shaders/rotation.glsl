// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Blocks of the cache hold rotated values (kernels/cpu/rotation.h): the 32 values of a block times
// the Hadamard matrix, which is its own inverse. In the same order as there, so that what is
// written has the same bytes.

const uint kRotated = 32;
const float kRotationScale = 0.176776695296636881;

void rotate(inout float values[kRotated]) {
  [[unroll]] for (uint side = kRotated / 2; side > 0; side /= 2) {
    [[unroll]] for (uint i = 0; i < kRotated; ++i) {
      if ((i & side) != 0) continue;
      precise const float sum = values[i] + values[i + side];
      precise const float difference = values[i] - values[i + side];
      values[i] = sum;
      values[i + side] = difference;
    }
  }
  [[unroll]] for (uint i = 0; i < kRotated; ++i) values[i] *= kRotationScale;
}
