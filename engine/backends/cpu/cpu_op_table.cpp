// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_op_table.h"

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
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/scale.h"
#include "ops/select_rows.h"
#include "ops/sigmoid_mul.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"

namespace alcove::backends::cpu {

const CpuOp* findCpuOp(const ops::Op& op) {
  static constexpr CpuOp kTable[] = {
      {&ops::kAdd, planAdd},
      {&ops::kClamp, planClamp},
      {&ops::kClampedSwiglu, planClampedSwiglu},
      {&ops::kEmbedding, planEmbedding},
      {&ops::kGelu, planGelu},
      {&ops::kLayerNorm, planLayerNorm},
      {&ops::kMatmul, planMatmul},
      {&ops::kMoeCombine, planMoeCombine},
      {&ops::kMoeMatmul, planMoeMatmul},
      {&ops::kMoeRouter, planMoeRouter},
      {&ops::kPagedAttention, planPagedAttention},
      {&ops::kRmsNorm, planRmsNorm},
      {&ops::kRope, planRope},
      {&ops::kScale, planScale},
      {&ops::kSelectRows, planSelectRows},
      {&ops::kSigmoidMul, planSigmoidMul},
      {&ops::kSiluMul, planSiluMul},
      {&ops::kSoftCap, planSoftCap},
  };
  for (const CpuOp& row : kTable)
    if (row.op == &op) return &row;
  return findCpuTrainingOp(op);
}

}  // namespace alcove::backends::cpu
