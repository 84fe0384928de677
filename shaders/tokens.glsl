// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What kernels know of a token of the batch: TokenRecord of backends/vulkan/plan.h, in the place
// that the including file calls ALCOVE_TOKENS.

layout(binding = ALCOVE_TOKENS) uniform utextureBuffer tokenRecords;

struct Token {
  uint table;     // where the blocks of its sequence begin among all tables
  uint position;
  uint count;     // of its sequence's tokens after this batch
  uint sequence;  // how long its sequence is, as far as that is known
  uint id;
};

Token tokenAt(uint index) {
  const uvec4 first = texelFetch(tokenRecords, int(2 * index));
  return Token(first.x, first.y, first.z, first.w, texelFetch(tokenRecords, int(2 * index + 1)).x);
}
