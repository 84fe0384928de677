// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_op_table.h"
#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/gelu.h"
#include "ops/layer_norm.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/sigmoid_mul.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"
#include "ops/training/cross_entropy.h"
#include "ops/training/rescale_columns.h"
#include "ops/training/slice_columns.h"

namespace alcove::backends::cpu {

const CpuOp* findCpuTrainingOp(const ops::Op& op) {
  static constexpr CpuOp kTable[] = {
      {&ops::kClampGradient, planReferenceByRows},
      {&ops::kClampedSwigluGateGradient, planReferenceByRows},
      {&ops::kClampedSwigluUpGradient, planReferenceByRows},
      {&ops::kCrossEntropy, planCrossEntropy},
      {&ops::kCrossEntropyInputGradient, planCrossEntropyInputGradient},
      {&ops::kCrossEntropyWeightGradient, planCrossEntropyWeightGradient},
      {&ops::kGeluGradient, planReferenceByRows},
      {&ops::kLayerNormInputGradient, planReferenceByRows},
      {&ops::kMatmulInputGradient, planMatmulInputGradient},
      {&ops::kMatmulWeightGradient, planMatmulWeightGradient},
      {&ops::kPagedAttentionGradient, planPagedAttentionGradient},
      {&ops::kRescaleColumns, planReferenceByRows},
      {&ops::kRmsNormInputGradient, planRmsNormInputGradient},
      {&ops::kRopeGradient, planRopeBack},
      {&ops::kSigmoidMulGradient, planReferenceByRows},
      {&ops::kSiluMulGradient, planSiluMulGradient},
      {&ops::kSliceColumns, planReferenceByRows},
      {&ops::kSoftCapGradient, planReferenceByRows},
  };
  for (const CpuOp& row : kTable)
    if (row.op == &op) return &row;
  return nullptr;
}

}  // namespace alcove::backends::cpu
