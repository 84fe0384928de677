// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planSigmoidMul(Plan& plan) {
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::sigmoidMul,
              {plan.input(0).data, plan.input(1).data, y.data, y.values(), y.columns()});
}

}  // namespace alcove::backends::cuda
