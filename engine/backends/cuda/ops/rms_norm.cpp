// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rms_norm.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planRmsNorm(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::RmsNormAttributes>();
  const Value weight = plan.input(1), y = plan.output();
  kernels::cuda::RmsNormArgs args;
  args.x = plan.input(0).data;
  args.weight = weight.data;
  args.y = y.data;
  args.groups = y.values() / weight.values();
  args.width = weight.values();
  args.epsilon = a.epsilon;
  if (args.width == y.columns()) {
    const Quantized quantized = plan.quantizedOutput();
    args.words = quantized.words;
    args.scales = quantized.scales;
  }
  plan.launch(&kernels::cuda::Module::rmsNorm, args);
}

}  // namespace alcove::backends::cuda
