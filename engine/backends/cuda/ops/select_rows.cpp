// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planSelectRows(Plan& plan) {
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::selectRows,
              {plan.input(0).data, plan.outputs(), y.data, y.values(), y.columns()});
}

}  // namespace alcove::backends::cuda
