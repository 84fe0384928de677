// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/add.h"
#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/embedding.h"
#include "ops/gelu.h"
#include "ops/layer_norm.h"
#include "ops/matmul.h"
#include "ops/moe_combine.h"
#include "ops/moe_matmul.h"
#include "ops/moe_router.h"
#include "ops/op.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/scale.h"
#include "ops/select_rows.h"
#include "ops/sigmoid_mul.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"

namespace alcove::ops {

std::span<const Op* const> opTable() {
  static constexpr const Op* kTable[] = {
      &kAdd,    &kClamp,      &kClampedSwiglu, &kEmbedding,  &kGelu,           &kLayerNorm,
      &kMatmul, &kMoeCombine, &kMoeMatmul,     &kMoeRouter,  &kPagedAttention, &kRmsNorm,
      &kRope,   &kScale,      &kSelectRows,    &kSigmoidMul, &kSiluMul,        &kSoftCap,
  };
  return kTable;
}

}  // namespace alcove::ops
