// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What kernels know of a token of the batch: TokenRecord of backends/vulkan/plan.h.

struct Token {
  uint table;     // where the blocks of its sequence begin among all tables
  uint position;
  uint count;     // of its sequence's tokens after this batch
  uint sequence;  // how long its sequence is, as far as that is known
  uint id;
  uint unused0;
  uint unused1;
  uint unused2;
};
