// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_bytes.h"
#include "cpu/matmul_wide.h"
#include "cpu/simd.h"
#include "cpu/variants.h"

namespace alcove::kernels::cpu::ALCOVE_ISA {

const KernelTable kTable = {
    .isa = ALCOVE_ISA_VALUE,
    .name = ALCOVE_ISA_TITLE,
    .wideTokens = kMultipliesShorts  ? kWideTokens
                  : kMultipliesBytes ? kByteTokens
                                     : 0,
    .packRows = packRows,
    .activationForm = activationForm,
    .quantizeActivations = quantizeActivations,
    .matmul = matmul,
    .matmulFloat = matmulFloat,
    .attention = attention,
    .attentionMerge = attentionMerge,
    .kvWrite = kvWrite,
    .rope = rope,
    .rmsNorm = rmsNorm,
    .layerNorm = layerNorm,
    .siluMul = siluMul,
    .gelu = gelu,
    .geluTanh = geluTanh,
    .softCap = softCap,
    .scale = scaleElements,
    .add = addElements,
    .clamp = clamp,
    .clampedSwiglu = clampedSwiglu,
    .moeCombine = moeCombine,
    .moeRouter = moeRouter,
    .sigmoidMul = sigmoidMul,
    .outerProducts = outerProducts,
    .rmsNormGradient = rmsNormGradient,
    .siluMulGradient = siluMulGradient,
    .softmaxSum = softmaxSum,
    .softmaxShare = softmaxShare,
    .attentionFlow = attentionFlow,
    .fitScales = fitScales,
    .refineCodes = refineCodes,
    .multiplyAddPeak = multiplyAddPeak,
    .readPeak = readPeak,
};

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
