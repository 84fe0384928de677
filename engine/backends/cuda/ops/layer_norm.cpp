// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/layer_norm.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planLayerNorm(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::LayerNormAttributes>();
  const Value y = plan.output();
  plan.launch(&kernels::cuda::Module::layerNorm,
              {plan.input(0).data, plan.input(1).data, plan.inputOrNull(2), y.data, y.rows(),
               y.columns(), a.epsilon});
}

}  // namespace alcove::backends::cuda
