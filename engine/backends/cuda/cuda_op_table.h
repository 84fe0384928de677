// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backends/cuda/plan.h"

namespace alcove::backends::cuda {

// How the CUDA backend runs one op: a row per op, its plan() in ops/<op>.cpp.
struct CudaOp {
  const ops::Op* op;
  void (*plan)(Plan& plan);  // queues the kernels of plan.node()
};

// Null if there is no kernel for the op.
[[nodiscard]] const CudaOp* findCudaOp(const ops::Op& op);

void planAdd(Plan& plan);
void planClamp(Plan& plan);
void planClampedSwiglu(Plan& plan);
void planEmbedding(Plan& plan);
void planGelu(Plan& plan);
void planLayerNorm(Plan& plan);
void planMatmul(Plan& plan);
void planMoeCombine(Plan& plan);
void planMoeMatmul(Plan& plan);
void planMoeRouter(Plan& plan);
void planPagedAttention(Plan& plan);
void planRmsNorm(Plan& plan);
void planRope(Plan& plan);
void planScale(Plan& plan);
void planSelectRows(Plan& plan);
void planSigmoidMul(Plan& plan);
void planSiluMul(Plan& plan);
void planSoftCap(Plan& plan);

}  // namespace alcove::backends::cuda
