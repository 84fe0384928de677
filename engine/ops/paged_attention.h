// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// paged_attention(q [tokens, heads × keyDim], k [tokens, kvHeads × keyDim],
//                 v [tokens, kvHeads × valueDim] [, sinks [heads]]) = [tokens, heads × valueDim].
//
// Writes the batch's k and v into the blocks of their sequences in cache layer `layer`, then lets
// every token attend to all tokens of its own sequence up to itself, read through the block table.
// Head h reads KV head h / (heads / kvHeads) (grouped-query attention). With `window` > 0 a token
// sees only the last `window` positions, its own among them; with `softCap` > 0 scores become
// softCap · tanh(score / softCap). A head's sink is one more score, of a token without a value: it
// takes part in the softmax, neither scaled nor capped, and adds nothing to the sum. Without
// `causal` (encoders) every token of a sequence sees all tokens that the sequence has after this
// batch: for the later ones to be there, a sequence must come whole in one batch. No window then.
// Sources: Ainslie et al., "GQA", 2023; Kwon et al., "PagedAttention", 2023; Xiao et al.,
// "Efficient Streaming Language Models with Attention Sinks", 2023.
struct PagedAttentionAttributes {
  std::int32_t layer = 0;
  std::int32_t heads = 0;
  float scale = 0;
  std::int32_t window = 0;
  float softCap = 0;
  bool causal = true;
};
extern const Op kPagedAttention;

// (dy, q, k, v [, sinks]) → the gradients of q, k, v and of each token's share in the sinks', side
// by side: [tokens, columns of q + of k + of v (+ heads)]. REQUIRES: every sequence of the batch
// begins at position 0, so that all it attends to is in k and v; the cache is not read.
extern const Op kPagedAttentionGradient;

}  // namespace alcove::ops
