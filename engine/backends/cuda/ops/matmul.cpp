// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include "backends/cuda/cuda_op_table.h"
#include "backends/cuda/ops/matmul_args.h"
#include "ops/add.h"

namespace alcove::backends::cuda {

namespace {

// Whether a matrix of halves goes to the tensor cores.
bool meetsIntegers(const Plan& plan, const Value& x, const Value& weight) {
  return weight.weight->type == kernels::cpu::ValueType::F16 && !plan.exact() &&
         plan.output().rows() > kernels::cuda::kVectorTokens && x.columns() % 32 == 0;
}

}  // namespace

kernels::cuda::MatmulArgs matmulArgs(Plan& plan, std::uint32_t rows, float* bias) {
  const Value x = plan.input(0), weight = plan.input(1), y = plan.output();
  kernels::cuda::MatmulArgs args;
  args.type = weight.weight->type;
  args.weights = reinterpret_cast<const std::uint8_t*>(weight.weight->memory.data());
  args.x = x.data;
  if (weight.weight->packed() || meetsIntegers(plan, x, weight)) {
    const Quantized quantized = plan.quantized(0);
    args.words = quantized.words;
    args.scales = quantized.scales;
  }
  args.bias = bias;
  args.y = y.data;
  args.rows = rows;
  args.columns = x.columns();
  args.tokens = y.rows();
  return args;
}

namespace {

bool isPackedMatmul(const Plan& plan, const graph::Node& node) {
  return node.op == &ops::kMatmul && plan.value(node.inputs[1]).weight->packed();
}

// Takes matmuls of the same x and type that follow along.
void addParts(Plan& plan, kernels::cuda::MatmulArgs& args) {
  for (kernels::cuda::MatmulPart& part : args.more) {
    const graph::Node* const next = plan.following();
    if (next == nullptr || !isPackedMatmul(plan, *next) || next->inputs[0] != plan.node().inputs[0])
      return;
    const Value weight = plan.value(next->inputs[1]);
    if (weight.weight->type != args.type) return;
    part.weights = reinterpret_cast<const std::uint8_t*>(weight.weight->memory.data());
    part.bias = next->inputCount > 2 ? plan.value(next->inputs[2]).data : nullptr;
    part.rows = weight.rows();
    part.y = plan.takeFollowing().data;
  }
}

// Where the result goes nowhere but into a sum, that sum is what is written. Packed weights do not
// read x itself any more, so that the sum may lie where x was.
void addResidual(Plan& plan, kernels::cuda::MatmulArgs& args) {
  const graph::Node* const next = plan.following();
  if (next == nullptr || next->op != &ops::kAdd || !plan.feedsFollowingAlone()) return;
  const bool first = next->inputs[0] == plan.id(), second = next->inputs[1] == plan.id();
  if (first == second) return;
  args.residual = plan.value(next->inputs[first ? 1 : 0]).data;
  args.y = plan.takeFollowing().data;
}

}  // namespace

void planMatmul(Plan& plan) {
  const Value weight = plan.input(1);
  kernels::cuda::MatmulArgs args = matmulArgs(plan, weight.rows(), plan.inputOrNull(2));
  if (weight.weight->packed()) {
    addParts(plan, args);
    if (args.more[0].rows == 0) addResidual(plan, args);
  }
  plan.launch(&kernels::cuda::Module::matmul, args);
  if (args.tokens <= kernels::cuda::kVectorTokens) plan.prefetchNextWeights();
}

}  // namespace alcove::backends::cuda
