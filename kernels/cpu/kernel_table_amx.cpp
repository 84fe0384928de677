// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/kernel_table_amx.h"

#include "cpu/matmul_amx.h"

// The table of AVX-512 VNNI, but for wide batches.

namespace alcove::kernels::cpu {

namespace avx512vnni {
extern const KernelTable kTable;
}

namespace amx {
namespace {

bool isWide(std::size_t tokens, bool batchInvariant) {
  return tokens >= kWideTokens && !batchInvariant;
}

ActivationForm activationForm(ValueType weights, std::size_t tokens, bool batchInvariant) {
  return isWide(tokens, batchInvariant)
             ? ActivationForm::Bfloat16
             : avx512vnni::kTable.activationForm(weights, tokens, batchInvariant);
}

void quantizeActivations(const QuantizeArgs& args) {
  isWide(args.tokens, args.batchInvariant) ? convertActivations(args)
                                           : avx512vnni::kTable.quantizeActivations(args);
}

void matmul(const MatmulArgs& args) {
  isWide(args.tokens, args.batchInvariant) ? matmulWide(args) : avx512vnni::kTable.matmul(args);
}

}  // namespace

const KernelTable& table() {
  static const KernelTable table = [] {
    KernelTable result = avx512vnni::kTable;
    result.isa = Isa::Amx;
    result.name = "AMX and AVX-512 VNNI";
    result.wideTokens = kWideTokens;
    result.activationForm = activationForm;
    result.quantizeActivations = quantizeActivations;
    result.matmul = matmul;
    result.multiplyAddPeak = multiplyAddPeak;
    return result;
  }();
  return table;
}

}  // namespace amx
}  // namespace alcove::kernels::cpu
