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
#include "ops/training/cross_entropy.h"
#include "ops/training/rescale_columns.h"
#include "ops/training/slice_columns.h"

namespace alcove::backends::cpu {

const CpuOp* findCpuOp(const ops::Op& op) {
  static constexpr CpuOp kTable[] = {
      {&ops::kAdd, planAdd},
      {&ops::kClamp, planClamp},
      {&ops::kClampGradient, planReferenceByRows},
      {&ops::kClampedSwiglu, planClampedSwiglu},
      {&ops::kClampedSwigluGateGradient, planReferenceByRows},
      {&ops::kClampedSwigluUpGradient, planReferenceByRows},
      {&ops::kCrossEntropy, planCrossEntropy},
      {&ops::kCrossEntropyInputGradient, planCrossEntropyInputGradient},
      {&ops::kCrossEntropyWeightGradient, planCrossEntropyWeightGradient},
      {&ops::kEmbedding, planEmbedding},
      {&ops::kGelu, planGelu},
      {&ops::kGeluGradient, planReferenceByRows},
      {&ops::kLayerNorm, planLayerNorm},
      {&ops::kLayerNormInputGradient, planReferenceByRows},
      {&ops::kMatmul, planMatmul},
      {&ops::kMatmulInputGradient, planMatmulInputGradient},
      {&ops::kMatmulWeightGradient, planMatmulWeightGradient},
      {&ops::kMoeCombine, planMoeCombine},
      {&ops::kMoeMatmul, planMoeMatmul},
      {&ops::kMoeRouter, planMoeRouter},
      {&ops::kPagedAttention, planPagedAttention},
      {&ops::kPagedAttentionGradient, planPagedAttentionGradient},
      {&ops::kRescaleColumns, planReferenceByRows},
      {&ops::kRmsNorm, planRmsNorm},
      {&ops::kRmsNormInputGradient, planRmsNormInputGradient},
      {&ops::kRope, planRope},
      {&ops::kRopeGradient, planRopeGradient},
      {&ops::kScale, planScale},
      {&ops::kSelectRows, planSelectRows},
      {&ops::kSigmoidMul, planSigmoidMul},
      {&ops::kSigmoidMulGradient, planReferenceByRows},
      {&ops::kSiluMul, planSiluMul},
      {&ops::kSiluMulGradient, planSiluMulGradient},
      {&ops::kSliceColumns, planReferenceByRows},
      {&ops::kSoftCap, planSoftCap},
      {&ops::kSoftCapGradient, planReferenceByRows},
  };
  for (const CpuOp& row : kTable)
    if (row.op == &op) return &row;
  return nullptr;
}

}  // namespace alcove::backends::cpu
