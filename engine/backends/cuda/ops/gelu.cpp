// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/gelu.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planGelu(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::GeluAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::gelu, {plan.input(0).data, plan.inputOrNull(1), y.data,
                                             y.values(), a.kind == ops::GeluKind::Tanh});
}

}  // namespace alcove::backends::cuda
