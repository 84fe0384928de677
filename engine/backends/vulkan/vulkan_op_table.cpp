// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/vulkan_op_table.h"

#include "ops/add.h"
#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/scale.h"
#include "ops/sigmoid_mul.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"

namespace alcove::backends::vulkan {

const VulkanOp* findVulkanOp(const ops::Op& op) {
  static constexpr VulkanOp kTable[] = {
      {&ops::kAdd, planAdd},
      {&ops::kClamp, planClamp},
      {&ops::kClampedSwiglu, planClampedSwiglu},
      {&ops::kMatmul, planMatmul},
      {&ops::kPagedAttention, planPagedAttention},
      {&ops::kRmsNorm, planRmsNorm},
      {&ops::kScale, planScale},
      {&ops::kSigmoidMul, planSigmoidMul},
      {&ops::kSiluMul, planSiluMul},
      {&ops::kSoftCap, planSoftCap},
  };
  for (const VulkanOp& row : kTable)
    if (row.op == &op) return &row;
  return nullptr;
}

}  // namespace alcove::backends::vulkan
