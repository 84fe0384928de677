// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include "backends/cuda/cuda_op_table.h"
#include "backends/cuda/ops/matmul_args.h"

namespace alcove::backends::cuda {

void planMoeMatmul(Plan& plan) {
  const Value x = plan.input(0), weight = plan.input(1), routes = plan.input(2);
  kernels::cuda::MoeMatmulArgs args;
  args.matrix = matmulArgs(plan, std::uint32_t(weight.desc.shape[1]), plan.inputOrNull(3));
  args.expertBytes = weight.weight->expertBytes;
  args.routes = routes.data;
  args.used = routes.columns() / 2;
  args.experts = std::uint32_t(weight.desc.shape[0]);
  args.xPerPair = x.rows() != routes.rows();
  if (args.matrix.words != nullptr && routes.rows() > kernels::cuda::kVectorTokens) {
    const SortedPairs sorted = plan.sorted(2, args.experts);
    args.order = sorted.order;
    args.begins = sorted.begins;
  }
  plan.launch(&kernels::cuda::Module::moeMatmul, args);
}

}  // namespace alcove::backends::cuda
