// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/soft_cap.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planSoftCap(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::SoftCapAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::softCap, {plan.input(0).data, y.data, y.values(), a.cap});
}

}  // namespace alcove::backends::cuda
