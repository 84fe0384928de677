// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamp.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planClamp(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::ClampAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::clamp,
              {plan.input(0).data, y.data, y.values(), a.low, a.high});
}

}  // namespace alcove::backends::cuda
