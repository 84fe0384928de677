// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include "backends/cuda/cuda_op_table.h"
#include "backends/cuda/ops/matmul_args.h"

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

void planMatmul(Plan& plan) {
  plan.launch(&kernels::cuda::Module::matmul,
              matmulArgs(plan, plan.input(1).rows(), plan.inputOrNull(2)));
}

}  // namespace alcove::backends::cuda
