// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include <algorithm>

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {
namespace {

// Whether the next node turns another value just so: k, after q.
bool followsAlike(const Plan& plan) {
  const graph::Node* const next = plan.following();
  if (next == nullptr || next->op != plan.node().op || next->inputCount != plan.node().inputCount ||
      next->inputs[0] == plan.id())
    return false;
  const auto a = plan.node().attributes.as<ops::RopeAttributes>();
  const auto b = next->attributes.as<ops::RopeAttributes>();
  return std::equal(next->inputs.begin() + 1, next->inputs.end(), plan.node().inputs.begin() + 1) &&
         a.headDim == b.headDim && a.ropeDim == b.ropeDim && a.magnitude == b.magnitude &&
         a.pairing == b.pairing && a.switchTokens == b.switchTokens;
}

}  // namespace

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
  if (followsAlike(plan)) {
    args.otherX = plan.value(plan.following()->inputs[0]).data;
    const Value other = plan.takeFollowing();
    args.otherY = other.data;
    args.otherHeads = other.columns() / args.headDim;
  }
  plan.launch(&kernels::cuda::Module::rope, args);
}

}  // namespace alcove::backends::cuda
