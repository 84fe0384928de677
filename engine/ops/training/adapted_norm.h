// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/op.h"

namespace alcove::ops {

// adapted_norm(weight [N, K], a [rank, K], b [N, rank]) = [N]: the Euclidean length of each row of
// weight + scale · b · a, by which DoRA divides. The weight may have any block type; the sum is
// never held. DoRA takes these lengths as constants: no gradient flows through them.
// Source: Liu et al., "DoRA: Weight-Decomposed Low-Rank Adaptation", 2024, section 4.3.
struct AdaptedNormAttributes {
  float scale = 1;
};
extern const Op kAdaptedNorm;

}  // namespace alcove::ops
