// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cpu/kernel_table.h"

// The functions that every instruction set's namespace defines, one file each; private to the
// kernels.

namespace alcove::kernels::cpu::ALCOVE_ISA {

void packRows(const PackArgs& args);
ActivationForm activationForm(ValueType weights, std::size_t tokens, bool batchInvariant);
void quantizeActivations(const QuantizeArgs& args);
void matmul(const MatmulArgs& args);
void quantizeWide(const QuantizeArgs& args);   // where kMultipliesShorts, as matmul_wide.h says
void matmulWide(const MatmulArgs& args);       //
void quantizeBytes(const QuantizeArgs& args);  // where kMultipliesBytes, as matmul_bytes.h says
void matmulBytes(const MatmulArgs& args);      //
void matmulFloat(const FloatMatmulArgs& args);
void attention(const AttentionArgs& args, const AttentionItem& item);
void attentionMerge(const AttentionArgs& args, const AttentionMergeArgs& merge);
void kvWrite(const KvWriteArgs& args);
void rope(const RopeArgs& args);
void rmsNorm(const RmsNormArgs& args);
void layerNorm(const LayerNormArgs& args);
void siluMul(const SiluMulArgs& args);
void gelu(const GeluArgs& args);
void geluTanh(const GeluArgs& args);
void softCap(const SoftCapArgs& args);
void scaleElements(const ScaleArgs& args);
void addElements(const AddArgs& args);
void clamp(const ClampArgs& args);
void clampedSwiglu(const ClampedSwigluArgs& args);
void moeCombine(const MoeCombineArgs& args);
void moeRouter(const MoeRouterArgs& args);
void sigmoidMul(const SigmoidMulArgs& args);
void outerProducts(const OuterProductsArgs& args);
void rmsNormGradient(const RmsNormGradientArgs& args);
void siluMulGradient(const SiluMulGradientArgs& args);
void softmaxSum(const SoftmaxSumArgs& args);
void softmaxShare(const SoftmaxShareArgs& args);
void attentionFlow(const AttentionFlowArgs& args);
void fitScales(const FitScalesArgs& args);
void refineCodes(const RefineCodesArgs& args);
std::int64_t multiplyAddPeak(const PeakArgs& args);
std::int64_t readPeak(const PeakArgs& args);

extern const KernelTable kTable;

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
