// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planRope(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::RopeAttributes>();
  const Value y = plan.output();
  kernels::cuda::RopeArgs args;
  args.x = plan.input(0).data;
  args.frequencies = plan.input(1).data;
  args.longFrequencies = plan.inputOrNull(2);
  args.tokens = plan.tokens();
  args.y = y.data;
  args.tokenCount = y.rows();
  args.headDim = std::uint32_t(a.headDim);
  args.heads = y.columns() / args.headDim;
  args.ropeDim = std::uint32_t(a.ropeDim);
  args.magnitude = a.magnitude;
  args.interleaved = a.pairing == ops::RopePairing::Interleaved;
  args.switchTokens = a.switchTokens;
  plan.launch(&kernels::cuda::Module::rope, args);
}

}  // namespace alcove::backends::cuda
