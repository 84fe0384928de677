// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/clamped_swiglu.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planClampedSwiglu(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::ClampedSwigluAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::clampedSwiglu,
              {plan.input(0).data, plan.input(1).data, y.data, y.values(), a.alpha, a.limit});
}

}  // namespace alcove::backends::cuda
