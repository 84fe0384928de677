// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_op_table.h"

#include "ops/add.h"
#include "ops/embedding.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/select_rows.h"
#include "ops/silu_mul.h"

namespace alcove::backends::cpu {

const CpuOp* findCpuOp(const ops::Op& op) {
  static constexpr CpuOp kTable[] = {
      {&ops::kAdd, planAdd},
      {&ops::kEmbedding, planEmbedding},
      {&ops::kMatmul, planMatmul},
      {&ops::kPagedAttention, planPagedAttention},
      {&ops::kRmsNorm, planRmsNorm},
      {&ops::kRope, planRope},
      {&ops::kSelectRows, planSelectRows},
      {&ops::kSiluMul, planSiluMul},
  };
  for (const CpuOp& row : kTable)
    if (row.op == &op) return &row;
  return nullptr;
}

}  // namespace alcove::backends::cpu
