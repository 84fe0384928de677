// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planMoeCombine(Plan& plan) {
  const Value routes = plan.input(1), y = plan.output();
  plan.launch(&kernels::cuda::Module::moeCombine, {plan.input(0).data, routes.data, y.data,
                                                   y.values(), y.columns(), routes.columns() / 2});
}

}  // namespace alcove::backends::cuda
