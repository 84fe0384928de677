// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/scale.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planScale(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::ScaleAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::scale, {plan.input(0).data, y.data, y.values(), a.factor});
}

}  // namespace alcove::backends::cuda
