// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planRmsNorm(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::RmsNormAttributes>();
  const Value weight = plan.input(1), y = plan.output();
  plan.launch(&kernels::cuda::Module::rmsNorm,
              {plan.input(0).data, weight.data, y.data, y.values() / weight.values(),
               weight.values(), a.epsilon});
}

}  // namespace alcove::backends::cuda
