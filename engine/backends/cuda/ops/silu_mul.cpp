// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planSiluMul(Plan& plan) {
  const Value y = plan.output();
  const Quantized quantized = plan.quantizedOutput();
  plan.launch(&kernels::cuda::Module::siluMul, {plan.input(0).data, plan.input(1).data, y.data,
                                                y.values(), quantized.words, quantized.scales});
}

}  // namespace alcove::backends::cuda
