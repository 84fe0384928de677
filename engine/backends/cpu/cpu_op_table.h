// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cpu/plan_context.h"

namespace alcove::backends::cpu {

// How the CPU backend runs one op: a row per op, its plan() in ops/<op>.cpp.
struct CpuOp {
  const ops::Op* op;
  void (*plan)(PlanContext& context);  // adds the steps of context.node()
};

// Null if the CPU has no kernel of its own for the op.
[[nodiscard]] const CpuOp* findCpuOp(const ops::Op& op);

void planAdd(PlanContext& context);
void planClamp(PlanContext& context);
void planClampedSwiglu(PlanContext& context);
void planEmbedding(PlanContext& context);
void planGelu(PlanContext& context);
void planLayerNorm(PlanContext& context);
void planMatmul(PlanContext& context);
void planMoeCombine(PlanContext& context);
void planMoeMatmul(PlanContext& context);
void planMoeRouter(PlanContext& context);
void planPagedAttention(PlanContext& context);
void planRmsNorm(PlanContext& context);
void planRope(PlanContext& context);
void planScale(PlanContext& context);
void planSelectRows(PlanContext& context);
void planSigmoidMul(PlanContext& context);
void planSiluMul(PlanContext& context);
void planSoftCap(PlanContext& context);

// Those that only training has: ops/training/<the op that it is the gradient of>.cpp.
[[nodiscard]] const CpuOp* findCpuTrainingOp(const ops::Op& op);

void planCrossEntropy(PlanContext& context);
void planCrossEntropyInputGradient(PlanContext& context);
void planCrossEntropyWeightGradient(PlanContext& context);
void planMatmulInputGradient(PlanContext& context);
void planMatmulWeightGradient(PlanContext& context);
void planPagedAttentionGradient(PlanContext& context);
void planReferenceByRows(PlanContext& context);
void planRmsNormInputGradient(PlanContext& context);
void planRopeBack(PlanContext& context);
void planSiluMulGradient(PlanContext& context);

}  // namespace alcove::backends::cpu
