// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/attention_shape.h"

namespace alcove::kernels::cpu {

std::size_t attentionTileTokens(const AttentionArgs& args) {
  const std::size_t tokens = kAttentionRows / groupHeads(args);
  return tokens ? tokens : 1;
}

std::size_t attentionScratchBytes(const AttentionArgs& args) {
  return (attentionScratchFloats(args) * sizeof(float) + 63) / 64 * 64;
}

std::size_t attentionPartialFloats(const AttentionArgs& args, std::size_t tokens) {
  return tokens * groupHeads(args) * (kPartialHead + args.valueDim);
}

}  // namespace alcove::kernels::cpu
