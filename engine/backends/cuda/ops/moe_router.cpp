// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_router.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planMoeRouter(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::MoeRouterAttributes>();
  const Value scores = plan.input(0), y = plan.output();
  plan.launch(&kernels::cuda::Module::moeRouter,
              {scores.data, y.data, y.rows(), scores.columns(), std::uint32_t(a.used),
               a.scoring == ops::RouterScoring::Sigmoid, a.renormalize, a.scale});
}

}  // namespace alcove::backends::cuda
